//! What is said about the clock, about where tokens are kept, and about installing the app.

use super::Language;

type Text = &'static str;
type Named = fn(&str) -> String;

/// The clock, the storage and the installation.
pub(crate) struct KeepingTexts {
    pub(crate) clock: ClockTexts,
    pub(crate) storage: RoomTexts,
    pub(crate) install: InstallTexts,
}

/// The page about the clock.
pub(crate) struct ClockTexts {
    pub(crate) title: Text,
    pub(crate) alone: Text,
    pub(crate) fine: Text,
    pub(crate) off: Named,
    pub(crate) difference: Text,
    pub(crate) less_than_a_second: Text,
    pub(crate) behind: Named,
    pub(crate) ahead: Named,
    pub(crate) measured: Text,
    pub(crate) measured_once: Text,
    pub(crate) corrected: Text,
    pub(crate) corrected_none: Text,
    pub(crate) others: Text,
    pub(crate) others_text: Text,
    pub(crate) compare: Text,
    pub(crate) comparing: Text,
    pub(crate) no_answer: Text,
    pub(crate) set_title: Text,
    /// A system, and where its clock is set.
    pub(crate) set: [(Text, Text); 5],
}

/// The page about where tokens are kept.
pub(crate) struct RoomTexts {
    pub(crate) title: Text,
    pub(crate) unknown: Text,
    pub(crate) installed_kept: Text,
    pub(crate) installed: Text,
    pub(crate) tab_kept: Text,
    pub(crate) tab: Text,
    /// Around a line about the backup, which may end without a full stop.
    pub(crate) with_backup: Named,
    pub(crate) place: Text,
    pub(crate) place_installed: Text,
    pub(crate) place_tab: Text,
    pub(crate) promise: Text,
    pub(crate) promise_given: Text,
    pub(crate) promise_not_given: Text,
    pub(crate) room: Text,
    pub(crate) room_used: fn(&str, &str) -> String,
    pub(crate) room_unknown: Text,
    pub(crate) encrypted: Text,
    pub(crate) ask: Text,
    pub(crate) asking: Text,
    pub(crate) promised: Text,
    pub(crate) refused: Text,
    /// Between a number and its fraction.
    pub(crate) point: Text,
}

/// How the app is installed.
pub(crate) struct InstallTexts {
    pub(crate) title: Text,
    pub(crate) install: Text,
    pub(crate) by_menu: Text,
    pub(crate) first_title: Text,
    pub(crate) first_text: Text,
    pub(crate) ios_title: Text,
    /// What to press, and what it looks like.
    pub(crate) ios: [(Text, Text); 3],
    pub(crate) go_on: Text,
    pub(crate) go_on_hint: Text,
}

static EN: KeepingTexts = KeepingTexts {
    clock: ClockTexts {
        title: "Clock",
        alone: "This device’s clock has not been compared with a server. Codes are right as long as the clock is right.",
        fine: "The clock is right enough for all codes.",
        off: |time| {
            format!(
                "This device’s clock is {time} off. Codes of tokens that are not registered here may be refused. Set the clock."
            )
        },
        difference: "Difference",
        less_than_a_second: "Less than a second",
        behind: |time| format!("{time} behind the server"),
        ahead: |time| format!("{time} ahead of the server"),
        measured: "Measured",
        measured_once: "Some time ago",
        corrected: "Corrected",
        corrected_none: "No token: none is registered on this device",
        others: "Not corrected",
        others_text: "All other tokens. They go by this device’s clock.",
        compare: "Compare with the server",
        comparing: "Comparing",
        no_answer: "The server doesn’t answer. Nothing was measured.",
        set_title: "Set this device’s clock",
        set: [
            (
                "Android",
                "Settings, System, Date & time: turn on the automatic time.",
            ),
            (
                "iPhone and iPad",
                "Settings, General, Date & Time: turn on Set Automatically.",
            ),
            (
                "Windows",
                "Settings, Time & language, Date & time: turn on the automatic time, then press Sync now.",
            ),
            (
                "macOS",
                "System Settings, General, Date & Time: turn on the automatic time.",
            ),
            (
                "Linux",
                "Settings, Date & Time: turn on the automatic time.",
            ),
        ],
    },
    storage: RoomTexts {
        title: "Storage",
        unknown: "The browser doesn’t say whether it keeps your tokens.",
        installed_kept: "Installed, and the browser has promised to keep your tokens.",
        installed: "Installed, but the browser may still clear your tokens.",
        tab_kept: "In a browser tab, but the browser has promised to keep your tokens.",
        tab: "In a browser tab: the browser may clear your tokens.",
        with_backup: |line| format!("Backup: {line}"),
        place: "Place",
        place_installed: "Installed app on this device",
        place_tab: "Tab of this browser",
        promise: "Promise to keep",
        promise_given: "Given by the browser",
        promise_not_given: "Not given",
        room: "Room",
        room_used: |used, limit| format!("{used} used of {limit}"),
        room_unknown: "The browser doesn’t say",
        encrypted: "Everything here is encrypted and stays on this device. It goes when the data of this site is cleared or the app is removed. A backup survives that.",
        ask: "Ask the browser to keep it",
        asking: "Asking",
        promised: "The browser has promised to keep your tokens.",
        refused: "The browser has not promised it. Most do so for apps that are installed and used often. Until then a backup protects you.",
        point: ".",
    },
    install: InstallTexts {
        title: "Install the app",
        install: "Install the app",
        by_menu: "Where the browser can do it, its menu has an entry to install this app or to add it to the home screen.",
        first_title: "Install the app first",
        first_text: "In a browser tab on this device, tokens are deleted after seven days without a visit. The installed app keeps them, but can’t take them over from here.",
        ios_title: "Add it to the Home Screen",
        ios: [
            (
                "Tap the Share button",
                "A square with an arrow upward, in the bar of the browser",
            ),
            (
                "Choose Add to Home Screen",
                "Further down in the list; then tap Add",
            ),
            (
                "Open Countersign from the Home Screen",
                "Add your tokens there",
            ),
        ],
        go_on: "Go on in this tab",
        go_on_hint: "You can go on in this tab if you have the tokens elsewhere, too.",
    },
};

static TR: KeepingTexts = KeepingTexts {
    clock: ClockTexts {
        title: "Saat",
        alone: "Bu cihazın saati bir sunucuyla karşılaştırılmadı. Saat doğru olduğu sürece kodlar da doğrudur.",
        fine: "Saat bütün kodlar için yeterince doğru.",
        off: |time| {
            format!(
                "Bu cihazın saati {time} şaşmış. Burada kayıtlı olmayan jetonların kodları kabul edilmeyebilir. Saati ayarlayın."
            )
        },
        difference: "Fark",
        less_than_a_second: "Bir saniyeden az",
        behind: |time| format!("Sunucunun {time} gerisinde"),
        ahead: |time| format!("Sunucunun {time} ilerisinde"),
        measured: "Ölçüldü",
        measured_once: "Bir süre önce",
        corrected: "Düzeltilen",
        corrected_none: "Hiçbiri: bu cihazda kayıtlı jeton yok",
        others: "Düzeltilmeyen",
        others_text: "Diğer bütün jetonlar. Onlar bu cihazın saatine göre çalışır.",
        compare: "Sunucuyla karşılaştır",
        comparing: "Karşılaştırılıyor",
        no_answer: "Sunucu yanıt vermiyor. Hiçbir şey ölçülmedi.",
        set_title: "Bu cihazın saatini ayarlayın",
        set: [
            (
                "Android",
                "Ayarlar, Sistem, Tarih ve saat: otomatik saati açın.",
            ),
            (
                "iPhone ve iPad",
                "Ayarlar, Genel, Tarih ve Saat: Otomatik Ayarla’yı açın.",
            ),
            (
                "Windows",
                "Ayarlar, Saat ve dil, Tarih ve saat: otomatik saati açın, sonra Şimdi eşitle’ye basın.",
            ),
            (
                "macOS",
                "Sistem Ayarları, Genel, Tarih ve Saat: otomatik saati açın.",
            ),
            ("Linux", "Ayarlar, Tarih ve Saat: otomatik saati açın."),
        ],
    },
    storage: RoomTexts {
        title: "Depolama",
        unknown: "Tarayıcı, jetonlarınızı saklayıp saklamadığını söylemiyor.",
        installed_kept: "Uygulama kurulu ve tarayıcı jetonlarınızı saklamaya söz verdi.",
        installed: "Uygulama kurulu ama tarayıcı jetonlarınızı yine de silebilir.",
        tab_kept: "Tarayıcı sekmesindesiniz ama tarayıcı jetonlarınızı saklamaya söz verdi.",
        tab: "Tarayıcı sekmesindesiniz: tarayıcı jetonlarınızı silebilir.",
        with_backup: |line| format!("Yedek: {line}"),
        place: "Yer",
        place_installed: "Bu cihazda kurulu uygulama",
        place_tab: "Bu tarayıcının bir sekmesi",
        promise: "Saklama sözü",
        promise_given: "Tarayıcı verdi",
        promise_not_given: "Verilmedi",
        room: "Alan",
        room_used: |used, limit| format!("{limit} alandan {used} kullanılıyor"),
        room_unknown: "Tarayıcı söylemiyor",
        encrypted: "Buradaki her şey şifrelidir ve bu cihazda kalır. Bu sitenin verileri silinince ya da uygulama kaldırılınca gider. Yedek ise kalır.",
        ask: "Tarayıcıdan saklamasını iste",
        asking: "İsteniyor",
        promised: "Tarayıcı jetonlarınızı saklamaya söz verdi.",
        refused: "Tarayıcı söz vermedi. Çoğu, kurulu ve sık kullanılan uygulamalar için verir. O zamana kadar sizi bir yedek korur.",
        point: ",",
    },
    install: InstallTexts {
        title: "Uygulamayı kurun",
        install: "Uygulamayı kur",
        by_menu: "Tarayıcı yapabiliyorsa, menüsünde bu uygulamayı kurmak veya ana ekrana eklemek için bir seçenek vardır.",
        first_title: "Önce uygulamayı kurun",
        first_text: "Bu cihazda bir tarayıcı sekmesindeki jetonlar, yedi gün uğranmazsa silinir. Kurulu uygulama onları saklar ama buradan devralamaz.",
        ios_title: "Ana Ekrana ekleyin",
        ios: [
            (
                "Paylaş düğmesine dokunun",
                "Tarayıcı çubuğundaki yukarı oklu kare",
            ),
            (
                "Ana Ekrana Ekle’yi seçin",
                "Listenin aşağısında; sonra Ekle’ye dokunun",
            ),
            (
                "Countersign’ı Ana Ekrandan açın",
                "Jetonlarınızı orada ekleyin",
            ),
        ],
        go_on: "Bu sekmede devam et",
        go_on_hint: "Jetonlarınız başka bir yerde de varsa bu sekmede devam edebilirsiniz.",
    },
};

impl Language {
    /// The clock, the storage and the installation.
    pub(crate) const fn keeping(self) -> &'static KeepingTexts {
        match self {
            Self::En => &EN,
            Self::Tr => &TR,
        }
    }
}

/// A number of bytes as people read it: "640 bytes" is nothing they need, so from KB on.
pub(crate) fn size(bytes: u64, point: &str) -> String {
    const UNITS: [&str; 4] = ["KB", "MB", "GB", "TB"];
    let mut tenths = bytes / 100;
    let mut unit = 0;
    while tenths >= 10_000 && unit + 1 < UNITS.len() {
        tenths /= 1000;
        unit += 1;
    }
    let name = UNITS[unit];
    if tenths >= 1000 || tenths.is_multiple_of(10) {
        format!("{} {name}", tenths / 10)
    } else {
        format!("{}{point}{} {name}", tenths / 10, tenths % 10)
    }
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::size;

    #[wasm_bindgen_test]
    fn sizes_are_short() {
        for (bytes, text) in [
            (0, "0 KB"),
            (640, "0.6 KB"),
            (1_000, "1 KB"),
            (123_456, "123 KB"),
            (2_150_000_000, "2.1 GB"),
            (999_999, "999 KB"),
            (1_000_000, "1 MB"),
            (u64::MAX, "18446744 TB"),
        ] {
            assert_eq!(size(bytes, "."), text, "{bytes}");
        }
        assert_eq!(size(2_150_000_000, ","), "2,1 GB");
    }
}

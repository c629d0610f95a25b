use super::ImportTexts;

pub(super) static IMPORT: ImportTexts = ImportTexts {
    many: "Birçok jeton",
    title: "Başka bir uygulamadan içe aktar",
    hint: "Aegis, 2FAS, Bitwarden, Ente ve diğerlerinden bir dosya ya da bir Countersign yedeği",
    transfer: "Google aktarım kodları",
    transfer_hint: "Birkaç QR kodu, herhangi bir sırayla",
    choose: "Dosya seç",
    intro: "Diğer uygulamanın dışa aktardığı dosyayı seçin ya da bu sayfanın herhangi bir yerine bırakın. Bir şey kaydedilmeden önce içinde ne olduğunu görürsünüz.",
    paste_label: "Ya da içindekini yapıştırın",
    paste_hint: "Dışa aktarılan metin ya da bir bağlantı listesi.",
    paste_example: "otpauth://totp/…",
    read_text: "Metni oku",
    apps_title: "Dosya bir uygulamadan nasıl alınır",
    apps: &[
        (
            "Countersign",
            "Diğer cihazda: Ayarlar, Yedek. Kayıtlı jetonlar orada kalır; burada yenisini kaydedin.",
        ),
        (
            "Aegis",
            "Settings, Import & Export, Export. Parolalı ya da parolasız.",
        ),
        (
            "2FAS",
            "Settings, Backup, Export. Parolalı ya da parolasız.",
        ),
        (
            "Ente Auth",
            "Settings, Data, Export codes. Şifreli ya da düz metin.",
        ),
        (
            "Bitwarden",
            "Settings, Export vault: JSON, CSV ya da kendi parolasıyla korunan JSON. Bitwarden Authenticator: Settings, Export.",
        ),
        (
            "Proton Authenticator",
            "Settings, Export. Parolalı ya da parolasız.",
        ),
        (
            "Google Authenticator",
            "Menu, Transfer accounts, Export. Dosya yazmaz, kod gösterir: kodları art arda tarayın.",
        ),
        (
            "Stratum (Authenticator Pro)",
            "Settings, Backup. Eski ve yeni şifreli dosyaların ikisi de açılır.",
        ),
        (
            "andOTP",
            "Menu, Backup. Düz ya da parolalı; OpenPGP ile değil.",
        ),
        (
            "FreeOTP+",
            "Menu, Export, JSON. FreeOTP 2’deki anahtarları önce başka bir uygulamaya taşıyın.",
        ),
        (
            "Raivo OTP",
            "Settings, Export. ZIP dosyasını açın, sonra içindeki JSON dosyasını seçin.",
        ),
        ("KeePassXC", "Database, Export, CSV file."),
        (
            "LastPass Authenticator",
            "Settings, Transfer accounts, Export to file.",
        ),
        ("2FAuth", "Accounts, Export."),
        (
            "Microsoft Authenticator, Authy",
            "Hiçbir şey dışa aktarmazlar. Her jetonu oturum açtığınız yerde yeniden kurun.",
        ),
    ],
    opening: "Dosya açılıyor…",
    progress: |read, of, missing| {
        if missing.is_empty() {
            format!("{of} aktarım kodundan {read} tanesi okundu.")
        } else {
            format!("{of} aktarım kodundan {read} tanesi okundu. Eksik: {missing}.")
        }
    },
    and: "ve",
    again: "Bu kod daha önce okundu. Sonrakini gösterin.",
    other_transfer: "Bu kod başka bir aktarıma ait. İkisi de tutuluyor.",
    finish: "Kalanlar olmadan devam et",
    start_over: "Baştan başla",
    code_damaged: "Bu aktarım kodu hasarlı. Daha önce okunanlar duruyor: yeniden okuyun.",
    locked_title: "Bir parola gerekiyor",
    locked: |app| {
        format!(
            "Bu bir {app} yedeği ve parolayla kilitli. Parola, dosya yapılırken orada seçilendir."
        )
    },
    locked_unsure: |app| {
        format!(
            "Bu, parolayla kilitli bir {app} yedeği olabilir. Bu uygulamanın dosyalarında bunu kesin söyleyen bir işaret yok."
        )
    },
    password: "Dosyanın parolası",
    show_password: "Parolayı göster",
    open: "Aç",
    opening_long: "Açılıyor… Yarım dakika sürebilir.",
    password_missing: "Dosyanın parolasını yazın.",
    password_wrong: "Bu dosyanın parolası yanlış. Dosyanın kendisi sağlam.",
    password_or_damaged: "Parola yanlış ya da dosya hasarlı: bu uygulamanın dosyaları hangisi olduğunu göstermez. Yeniden deneyin, olmazsa dosyayı yeniden dışa aktarın.",
    too_large: "Bu dosya bir yedekten daha büyük (10 MB). Diğer uygulamanın dışa aktardığı dosyayı seçin.",
    file_unreadable: "Tarayıcı bu dosyayı okuyamıyor. Dosyayı bu cihaza kopyalayıp yeniden seçin.",
    not_recognized: "Bu dosya burada bilinen bir yedek değil. Hangi uygulamaların çalıştığı ve nasıl dışa aktarıldığı aşağıda.",
    empty: "Dosya boş. Yeniden dışa aktarın.",
    cut_off: "Dosya ortasında bitiyor: tam kopyalanmamış. Yeniden kopyalayın ya da dışa aktarın.",
    malformed: "Dosya hasarlı ve parola işe yaramaz. Yeniden dışa aktarın.",
    altered: "Dosya yapıldıktan sonra değişmiş ya da hasar görmüş. Başka bir kopyasını alın.",
    too_costly: "Bu dosyayı açmak bu cihazda çok uzun sürer. Daha hafif bir ayarla ya da parolasız dışa aktarın.",
    out_of_memory: "Bu dosyayı açmak bu cihazın verdiğinden fazla bellek ister. Diğer uygulamaları kapatın ya da dosyayı bir bilgisayarda açın.",
    no_tokens: |app| format!("Bu bir {app} dosyası ama içinde jeton yok."),
    no_opener: "Dosyaları açan bölüm gelmedi. Bağlantıyı denetleyip yeniden deneyin.",
    bitwarden_account: "Bu dosyayı yalnızca aynı Bitwarden hesabı açabilir. Yeniden dışa aktarırken “password protected”ı seçin.",
    aegis_no_password: "Bu Aegis dosyası yalnızca parmak iziyle açılıyor. Aegis’te bir parola ekleyip yeniden dışa aktarın.",
    extension_encrypted: "Bu tarayıcı uzantısının şifreli dosyaları okunamıyor. Parolasız dışa aktarın.",
    open_pgp: "Bu andOTP dosyası OpenPGP ile şifrelenmiş. Bunun yerine parolayla dışa aktarın.",
    zip: "Bu bir ZIP dosyası. Açın, sonra içindeki dosyayı seçin.",
    keepass: "Bu bir KeePass veritabanı. KeePassXC ile açıp CSV olarak dışa aktarın.",
    database: "Bu, başka bir uygulamanın veritabanı; dışa aktarılmış bir dosya değil. O uygulamanın dışa aktarmasını kullanın.",
    free_otp_2: "FreeOTP 2 yedekleri okunamıyor. Jetonları Aegis gibi dışa aktarabilen bir uygulamaya taşıyın.",
    android_settings: "Bunlar başka bir uygulamanın ayarları; dışa aktarılmış bir dosya değil. O uygulamanın dışa aktarmasını kullanın.",
    picture: "Bu bir resim. QR kodu olarak “Resimden oku” ile okuyun.",
    newer: |app| {
        format!(
            "Bu dosyayı {app} uygulamasının daha yeni bir sürümü yapmış. Bu uygulamayı güncelleyin ya da eski bir biçimde dışa aktarın."
        )
    },
    variant: |app| {
        format!(
            "Bu {app} dosyası burada bilinmeyen bir yolla kilitlenmiş. Olağan ayarlarla yeniden dışa aktarın."
        )
    },
    preview_title: "İçe aktarmadan önce bakın",
    from: |app| format!("Kaynak: {app}"),
    a_list: "Bağlantı listesi",
    written_at: |when| format!("Yazıldığı an: {when}."),
    left_out: |number| {
        format!(
            "{number} kayıtlı jeton bunun içinde yok: cihazından hiç ayrılmaz. Burada yenisini kaydedin."
        )
    },
    missing: |missing, of| format!("{of} aktarım kodundan şunlar ve jetonları eksik: {missing}."),
    passed_over: |number| format!("{number} kaydın kodlarla ilgisi yok."),
    new: |number| format!("Yeni: {number}"),
    changed: |number| format!("Zaten burada, başka bilgilerle: {number}"),
    changed_hint: "Dosyada yazanı alacak olanları seçin.",
    same: |number| format!("Zaten burada: {number}"),
    twice: |number| format!("Dosyada iki kez: {number}"),
    unreadable: |number| format!("Kullanılamayan: {number}"),
    here_named: |name| format!("Burada: {name}"),
    in_trash: "Çöp kutusunda",
    import: |number| format!("{number} jetonu içe aktar"),
    importing: "İçe aktarılıyor…",
    nothing_new: "İçe aktarılacak yeni bir şey yok.",
    finish_nothing: "Bitir",
    cancel: "Vazgeç",
    change_issuer: "başka bir ad",
    change_account: "başka bir hesap",
    change_note: "başka bir not",
    change_tags: "daha çok etiket",
    change_pinned: "sabitlenmiş",
    change_counter: "daha ileride bir sayaç",
    change_trash: "çöp kutusundan geri",
    why_kind: |kind| format!("{kind} kodları burada üretilemiyor."),
    why_other_kind: "Bu jeton türü burada bilinmiyor.",
    why_no_secret: "Gizli anahtarı yok.",
    why_elsewhere: "Gizli anahtarı dosyada değil.",
    why_bad_secret: "Gizli anahtarı okunamıyor.",
    why_algorithm: "Özet işlevi burada bilinmiyor.",
    why_digits: "Hane sayısı 6 ile 10 arasında değil.",
    why_period: "Süresi 1 ile 86.400 saniye arasında değil.",
    why_counter: "Sayacı okunamıyor.",
    why_no_token: "Bu bir jeton değil.",
    why_twice: "Dosyada iki kez var.",
    why_not_wanted: "Siz dışarıda bıraktınız.",
    report_title: "İçe aktarma bitti",
    report: |added, same, skipped| {
        format!("{added} eklendi, {same} zaten buradaydı, {skipped} atlandı.")
    },
    report_changed: |number| format!("{number} jeton dosyada yazanı aldı."),
    skipped_title: "Atlananlar",
    undo: "İçe aktarmayı geri al",
    undoing: "Geri alınıyor…",
    undone: "Geri alındı. Her şey önceki gibi.",
    undo_failed: |reason| format!("Geri alınamadı: içe aktarılanlar hâlâ burada. {reason}"),
    undo_changed: "Bu jetonlardan biri o zamandan beri değişti.",
    done: "Bitti",
};

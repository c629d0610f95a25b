//! What the ways to add a token say beyond the form itself.

use super::Language;

type Text = &'static str;

/// The ways in.
pub(crate) struct WaysTexts {
    pub(crate) anywhere: Text,
    pub(crate) activation: Text,
    pub(crate) activation_hint: Text,
    pub(crate) got_lost: Text,
    pub(crate) link_noted: Text,
    pub(crate) torch: Text,
    pub(crate) live: Text,
    pub(crate) live_hint: Text,
    pub(crate) live_none: Text,
}

static EN: WaysTexts = WaysTexts {
    anywhere: "You can also paste or drop a picture or a link anywhere on this page, or share it to this app.",
    activation: "Use an activation code",
    activation_hint: "With your user name. At the sign-in, choose “Register a token on this device”.",
    got_lost: "Nothing arrived. Share it again, or choose another way here.",
    link_noted: "The link holds the secret, and the browser may keep it in its history. Delete it there.",
    torch: "Light",
    live: "Code of now",
    live_hint: "Compare it with what the other side shows, before you go on.",
    live_none: "No code yet: the secret is not complete.",
};

static TR: WaysTexts = WaysTexts {
    anywhere: "Bir resmi veya bağlantıyı bu sayfanın herhangi bir yerine yapıştırabilir, sürükleyip bırakabilir ya da bu uygulamayla paylaşabilirsiniz.",
    activation: "Etkinleştirme kodu kullan",
    activation_hint: "Kullanıcı adınızla. Oturum açma sayfasında “Bu cihaza jeton kaydet”i seçin.",
    got_lost: "Hiçbir şey ulaşmadı. Yeniden paylaşın veya burada başka bir yol seçin.",
    link_noted: "Bağlantı gizli anahtarı içerir ve tarayıcı onu geçmişinde saklayabilir. Oradan silin.",
    torch: "Işık",
    live: "Şu anki kod",
    live_hint: "Devam etmeden önce karşı tarafın gösterdiğiyle karşılaştırın.",
    live_none: "Henüz kod yok: gizli anahtar tamamlanmadı.",
};

impl Language {
    /// The ways to add a token.
    pub(crate) const fn ways(self) -> &'static WaysTexts {
        match self {
            Self::En => &EN,
            Self::Tr => &TR,
        }
    }
}

/** What the journeys press and read, in one language. */
export interface Words {
  readonly language: string;
  readonly codes: string;
  readonly settings: string;
  readonly account: string;
  readonly signIn: string;
  readonly signOut: RegExp;
  readonly userName: string;
  readonly password: string;
  readonly notSignedIn: string;
  readonly registerHere: string;
  readonly registerFirst: string;
  readonly textMe: string;
  readonly haveActivation: string;
  readonly smsTitle: string;
  readonly smsLabel: string;
  readonly smsWrong: string;
  readonly nothingArrived: string;
  readonly activationTitle: string;
  readonly activationLabel: string;
  readonly activationRefused: RegExp;
  readonly register: RegExp;
  readonly registeredAs: (issuer: string) => string;
  readonly goOn: string;
  readonly tryAgain: string;
  readonly changeTitle: string;
  readonly change: string;
  readonly chooseTitle: RegExp;
  readonly mismatch: string;
  readonly codeUsed: string;
  readonly moved: string;
  readonly revoked: string;
  readonly locked: string;
  readonly unreachable: string;
  readonly offline: RegExp;
  readonly noTokens: string;
  readonly addTitle: string;
  readonly scan: RegExp;
  readonly paste: RegExp;
  readonly byHand: RegExp;
  readonly link: string;
  readonly notALink: RegExp;
  readonly name: string;
  readonly accountName: string;
  readonly secret: string;
  readonly otherSettings: string;
  readonly preview: string;
  readonly saveToken: string;
  readonly save: string;
  readonly cancel: string;
  readonly search: string;
  readonly noMatch: RegExp;
  readonly more: (name: string) => string;
  readonly rename: string;
  readonly delete: string;
  readonly copyCode: RegExp;
  readonly registeredPlate: RegExp;
}

export const EN: Words = {
  language: "en-US",
  codes: "Codes",
  settings: "Settings",
  account: "Account",
  signIn: "Sign in",
  signOut: /^Sign out/,
  userName: "User name",
  password: "Password",
  notSignedIn: "Not signed in",
  registerHere: "Register a token on this device",
  registerFirst: "Register this device first",
  textMe: "Text me a code",
  haveActivation: "I have an activation code",
  smsTitle: "Enter the code from the text message",
  smsLabel: "Six-digit code",
  smsWrong: "That is not the code.",
  nothingArrived: "Nothing arrived?",
  activationTitle: "Enter your activation code",
  activationLabel: "Activation code",
  activationRefused: /the activation code is wrong, or the code has run out/,
  register: /^Register/,
  registeredAs: (issuer) => `This device is registered as ${issuer}`,
  goOn: "Continue",
  tryAgain: "Try again",
  changeTitle: "The server asks for another token",
  change: "Change the token",
  chooseTitle: /^Which token answers for/,
  mismatch: "Token mismatch",
  codeUsed: "That code has been used",
  moved: "Your token moved to another device",
  revoked: "Your token was revoked",
  locked: "Your account is locked",
  unreachable: "Can’t reach the server",
  offline: /^Offline\. Codes still work/,
  noTokens: "No tokens on this device yet",
  addTitle: "Add a token",
  scan: /^Scan a QR code/,
  paste: /^Paste a link/,
  byHand: /^Type it in/,
  link: "Link",
  notALink: /That is no link of a token/,
  name: "Name",
  accountName: "Account",
  secret: "Secret",
  otherSettings: "Other settings",
  preview: "Check the code",
  saveToken: "Save the token",
  save: "Save",
  cancel: "Cancel",
  search: "Search tokens",
  noMatch: /No token matches/,
  more: (name) => `More for ${name}`,
  rename: "Edit",
  delete: "Move to bin",
  copyCode: /Code ([\d ]+)\. Copy/,
  registeredPlate: /Registered/,
};

export const TR: Words = {
  language: "tr-TR",
  codes: "Kodlar",
  settings: "Ayarlar",
  account: "Hesap",
  signIn: "Oturum aç",
  signOut: /^Oturumu kapat/,
  userName: "Kullanıcı adı",
  password: "Parola",
  notSignedIn: "Oturum açılmadı",
  registerHere: "Bu cihaza jeton kaydet",
  registerFirst: "Önce bu cihazı kaydedin",
  textMe: "SMS ile kod gönder",
  haveActivation: "Etkinleştirme kodum var",
  smsTitle: "SMS ile gelen kodu yazın",
  smsLabel: "Altı haneli kod",
  smsWrong: "Kod bu değil.",
  nothingArrived: "Hiçbir şey gelmedi mi?",
  activationTitle: "Etkinleştirme kodunuzu yazın",
  activationLabel: "Etkinleştirme kodu",
  activationRefused: /etkinleştirme kodu yanlış ya da kodun süresi doldu/,
  register: /^Bu cihazı kaydet/,
  registeredAs: (issuer) => `Bu cihaz ${issuer} olarak kaydedildi`,
  goOn: "Devam",
  tryAgain: "Yeniden dene",
  changeTitle: "Sunucu başka bir jeton istiyor",
  change: "Jetonu değiştir",
  chooseTitle: /için hangi jeton yanıt versin\?$/,
  mismatch: "Jeton uyuşmuyor",
  codeUsed: "Bu kod kullanıldı",
  moved: "Jetonunuz başka bir cihaza taşındı",
  revoked: "Jetonunuz iptal edildi",
  locked: "Hesabınız kilitli",
  unreachable: "Sunucuya ulaşılamıyor",
  offline: /^Çevrimdışısınız\. Kodlar/,
  noTokens: "Bu cihazda henüz jeton yok",
  addTitle: "Jeton ekle",
  scan: /^Karekod tara/,
  paste: /^Bağlantı yapıştır/,
  byHand: /^Elle yaz/,
  link: "Bağlantı",
  notALink: /Bu bir jeton bağlantısı değil/,
  name: "Ad",
  accountName: "Hesap",
  secret: "Gizli anahtar",
  otherSettings: "Diğer ayarlar",
  preview: "Kodu karşılaştırın",
  saveToken: "Jetonu kaydet",
  save: "Kaydet",
  cancel: "Vazgeç",
  search: "Jeton ara",
  noMatch: /ile eşleşen jeton yok/,
  more: (name) => `${name} için diğer işlemler`,
  rename: "Düzenle",
  delete: "Çöp kutusuna taşı",
  copyCode: /Kod ([\d ]+)\. Kopyala/,
  registeredPlate: /Bu cihaza kayıtlı|Kayıtlı jeton/,
};

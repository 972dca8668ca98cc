"""The words by which laws mark their parts, in the languages of many parliaments: data, and patterns of it."""

import re

ARTICLE = (
    r"Articles?|ARTICLES?|Arts?\.?|ARTS?\.?|Artículos?|ARTÍCULOS?|Articulo|ARTICULO|Artigos?|ARTIGOS?|Articolo|"
    r"ARTICOLO|"
    r"Artikel|ARTIKEL|Articolul|ARTICOLUL|Artykuł|Статья|СТАТЬЯ|Стаття|СТАТТЯ|Член|Чл\.|Ст\.|Članak|ČLANAK|Člen|"
    r"Článek|Čl\.|"
    r"Madde|MADDE|Maddə|Pasal|PASAL|Άρθρο|ΑΡΘΡΟ|Điều|ĐIỀU|Neni|NENI|Modda|Бап|(?:ال)?مادة|(?:ال)?مادّة|ماده|"
    r"มาตรา|अनुच्छेद|धारा|ধারা"
)
SECTION = r"Sections?|SECTIONS?|Secs?\.|SECS?\.|Sect\.|Seksyen|Seksie|Sehemu"
CLAUSE = r"Clauses?|CLAUSES?|Cl\."
RULE = r"Rules?|RULES?|Regulations?|REGULATIONS?|Reg\.|Règle|Regla|Regra|Règlement"
SIGN = r"§§?"
_WORDS = {
    "primero": 1, "primera": 1, "premier": 1, "première": 1, "primeiro": 1, "primeira": 1, "primo": 1, "único": 1,
    "única": 1,
    "unique": 1, "unico": 1, "unica": 1, "segundo": 2, "segunda": 2, "secondo": 2, "tercero": 3, "tercera": 3,
    "terceiro": 3,
    "terceira": 3, "cuarto": 4, "cuarta": 4, "quarto": 4, "quarta": 4, "quinto": 5, "quinta": 5, "sexto": 6, "sexta": 6,
    "séptimo": 7, "séptima": 7, "octavo": 8, "octava": 8, "noveno": 9, "novena": 9, "décimo": 10, "décima": 10,
    "one": 1, "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
}  # fmt: skip
ORDINALS = {
    **_WORDS,
    **{word.upper(): n for word, n in _WORDS.items()},
    **{w.capitalize(): n for w, n in _WORDS.items()},
}
ARABIC = {
    "الأولى": 1, "الاولى": 1, "الأول": 1, "الثانية": 2, "الثالثة": 3, "الرابعة": 4, "الخامسة": 5, "السادسة": 6,
    "السابعة": 7,
    "الثامنة": 8, "التاسعة": 9, "العاشرة": 10, "الحادية": 1, "عشرة": 10, "عشر": 10, "والعشرون": 20, "العشرون": 20,
    "والثلاثون": 30, "الثلاثون": 30, "والأربعون": 40, "الأربعون": 40, "والخمسون": 50, "الخمسون": 50,
}  # fmt: skip
LATIN = ("bis", "ter", "quater", "quinquies", "sexies", "septies", "octies", "nonies", "novies", "decies", "undecies")

_COUNT = r"(?:\d{1,3}|[IVXLC]{1,7}|[A-H]|[^\W\d_]{3,14})"
_PART = (
    r"PART|Part|CHAPTER|Chapter|TITLE|Title|BOOK|Book|DIVISION|Division|SUBPART|Subpart|SUBCHAPTER|Subchapter|"
    r"SUBTITLE|Subtitle|"
    r"SECTION|Section|PARTE|Parte|CAP[IÍ]TULO|Cap[ií]tulo|T[IÍ]TULO|T[ií]tulo|LIBRO|Libro|LIVRO|Livro|SECCIÓN|"
    r"Sección|SEÇÃO|Seção|"
    r"SUBSEÇÃO|Subseção|PARTIE|Partie|CHAPITRE|Chapitre|TITRE|Titre|LIVRE|Livre|CAPO|Capo|TITOLO|Titolo|SEZIONE|"
    r"Sezione|"
    r"TEIL|Teil|KAPITEL|Kapitel|ABSCHNITT|Abschnitt|TITEL|Titel|HOOFDSTUK|Hoofdstuk|AFDELING|Afdeling|ROZDZIAŁ|"
    r"Rozdział|DZIAŁ|"
    r"Dział|ГЛАВА|Глава|РАЗДЕЛ|Раздел|РОЗДІЛ|Розділ|ЧАСТЬ|Часть|CAPITOLUL|Capitolul|BAB|Bab|BAGIAN|Bagian|"
    r"CHƯƠNG|Chương|SURA|Sura"
)
STRUCTURE = re.compile(
    rf"(?P<number>(?:{_PART})\.?\s+{_COUNT}(?:\s?(?:bis|ter|º|ª|\.ª|er|[A-Z]))?)(?![^\W\d_])(?P<rest>.*)"
    r"|(?P<east>第\s*[\d〇零一二三四五六七八九十百千]{1,8}\s*[章编節节編部款目篇]|제\s*\d{1,4}\s*[장절편관])(?P<east_rest>.*)"
    r"|(?P<turkish>\w{3,20} (?:BÖLÜM|KISIM|Bölüm|Kısım|KİTAP))(?P<turkish_rest>.*)"
    r"|(?P<arabic>(?:الباب|الفصل|القسم|الفرع|الكتاب|باب|فصل|بخش)\s+[^\s:،.ـ-]{2,12}(?:\s+(?:عشر|"
    r"عشرة))?)(?P<arabic_rest>.*)"
)
_ANNEX = (
    r"(?:THE |The )?(?:(?:FIRST|SECOND|THIRD|FOURTH|FIFTH|SIXTH|First|Second|Third|Fourth|Fifth|"
    r"Sixth) )?(?:SCHEDULE|Schedule)|"
    r"ANNEX|Annex|APPENDIX|Appendix|ANNEXE|Annexe|ANEXO|Anexo|ALLEGATO|Allegato|ANLAGE|Anlage|ANHANG|Anhang|"
    r"BIJLAGE|Bijlage|"
    r"ZAŁĄCZNIK|Załącznik|ПРИЛОЖЕНИЕ|Приложение|ДОДАТОК|Додаток|LAMPIRAN|Lampiran|附件|附表|附\s*[則则]|별표|부칙|ملحق|الملحق|پیوست|"
    r"DISPOSICI(?:ONES|ÓN)(?: [A-ZÉÍÓÚÑ]{4,20}){0,4}|Disposiciones(?: [a-záéíóúñ]{4,20}){1,4}|TRANSITORIOS?|"
    r"ARTÍCULOS TRANSITORIOS|"
    r"DISPOSIÇÕES (?:FINAIS|TRANSITÓRIAS)(?: E TRANSITÓRIAS)?"
)
ANNEX = re.compile(rf"(?P<number>(?:{_ANNEX})(?:\s+(?:\d{{1,3}}[A-Z]?|[IVXLC]{{1,6}}|[A-Z]))?)(?![^\W\d_])(?P<rest>.*)")
REFERENCE = re.compile(
    r"[(\[]?\s*(?:(?:See|see|Under|Paragraph|paragraph)\s+)?(?:[Ss]ections?|[Aa]rticles?|[Cc]lauses?|[Ss]s?\.?|"
    r"[Aa]rt\.|[Aa]rtículos?|"
    r"§§?|[Rr]egulations?)\s*\d[\w\s,()&–-]{0,40}[)\]]?\.?"
)

CONTENTS = re.compile(
    r"(?:table of |the )?contents|arrangement of (?:sections|clauses|regulations|articles|rules|parts|act)|"
    r"[ií]ndice(?: general)?|sum[aá]rio|sommaire|table des matières|inhalt(?:sverzeichnis|sübersicht)?|"
    r"содержание|оглавление|"
    r"зміст|目\s*[录錄次]|차\s*례|목\s*차|(?:ال)?فهرس|(?:ال)?محتويات|فهرست(?: مطالب)?|spis treści|"
    r"sommario|i̇?çi̇?ndeki̇?ler|"
    r"inhoud(?:sopgave)?|daftar isi|cuprins|mục lục",
    re.IGNORECASE,
)
LEADERS = re.compile(r"(?:\.\s?){4,}\s*\w{1,6}$|[…·_]{2,}\s*\w{1,6}$|\t+\s*\d{1,4}$")
NOTES = re.compile(
    r"(?:explanatory (?:memorandum|notes?|statement)|memorandum(?: of objects and reasons)?|"
    r"(?:statement of )?objects and reasons|"
    r"exposé des motifs|exposición de motivos|justificaç[ãa]o|justificación|begründung|пояснительная записка|"
    r"пояснювальна записка|"
    r"relazione|uzasadnienie|memorie van toelichting|gerekçe|genel gerekçe|المذكرة الإيضاحية|提案理由|理由|제안이유|"
    r"penjelasan)[.:]?",
    re.IGNORECASE,
)
ENACTING = re.compile(
    r"(?:it is hereby |be it (?:therefore |hereby )?)?enacted\b|\bbe it enacted|^a bill\b|\benacts\b|"
    r"have agreed as follows|"
    r"\bdecreta\b|dont la teneur suit|a adopté|hat (?:das folgende|folgendes) gesetz|^memutuskan|has approved|^принят",
    re.IGNORECASE,
)
CLOSING = re.compile(
    r"(?:in witness whereof|done (?:at|in)\b|passed by\b|approved,|made (?:this|at|on)\b|given (?:under|this)\b|"
    r"adopted (?:at|on)\b|"
    r"fait à|en foi de quoi|hecho en|dado en|en fe de lo cual|comuníquese|publíquese|brasília,|geschehen zu|"
    r"президент\b|"
    r"signed\b.{0,40}$)",
    re.IGNORECASE,
)
INSERTS = re.compile(
    r"insert|substitut|replac|\badd(?:ed|ing|s)?\b|to read\b|(?:introduce|añade|adiciona|incorpora)|"
    r"quedan? redactad|acrescid|"
    r"passa a vigorar|seguinte redação|ainsi rédigé|inséré|insérer|remplacé|ainsi modifié|rédigée?s? ainsi|"
    r"eingefügt|gefasst|ersetzt|"
    r"angefügt|inserit|sostituit|aggiunt|дополнить|изложить|следующего содержания|следующей редакции|доповнити|"
    r"викласти|增加|修改为|"
    r"改める|加える|신설|다음과 같이|يضاف|تضاف|يستبدل|الحاق|اصلاح|ekle(?:nmiş|n)|değiştiril|dodaje się|"
    r"otrzymuje brzmienie|"
    r"ingevoegd|"
    r"disisip|diubah",
    re.IGNORECASE,
)
TAKES_OUT = re.compile(
    r"\b(?:delet|omit|strik|repeal|revok|amend|renumber)|supprim|abrog|modifi|suprim|derog|revog|gestrichen|"
    r"aufgehoben|geändert|исключ|"
    r"утратив|删去|削る|삭제|حذف|uchyla|çıkarıl|vervalt|dihapus",
    re.IGNORECASE,
)
PUNISHES = re.compile(
    r"commits? an offence|guilty of|shall be (?:punish|liable|fined|imprison)|is liable (?:on|to)|is punish|"
    r"shall not\b|is fined|"
    r"est puni|sera puni|será (?:castigad|sancionad|reprimid|punid)|é punido|wird mit|wird bestraft|è punito|"
    r"наказыва|караєть|处[^,，]{0,12}"
    r"(?:罚|徒刑|拘留)|処する|처한다|يعاقب|dipidana|podlega|cezası|wordt gestraft|مجازات",
    re.IGNORECASE,
)

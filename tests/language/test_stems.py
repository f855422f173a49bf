import pytest

from archiver.language.fold import fold
from archiver.language.stems import SNOWBALL, primary, stemming


@pytest.mark.parametrize(("tag", "code"), [
    ("en-US", "en"), ("en_GB", "en"), ("PT", "pt"), ("nb", "no"), ("nn-NO", "no"), ("iw", "he"), ("zh-Hant-TW", "zh"),
    (None, None), ("", None), ("und", None), ("mul", None), ("English", None), ("12", None),
])  # fmt: skip
def test_a_tag_names_a_language_by_its_first_part(tag: str | None, code: str | None):
    assert primary(tag) == code


@pytest.mark.parametrize(("language", "forms"), [
    ("de", "Häuser Haeuser Haus hauser HÄUSERN"),
    ("de", "Straße Strassen strasse"),
    ("de", "Müller Mueller muller"),
    ("es", "educación educaciones educacion"),
    ("fr", "élu élue élus elues"),
    ("fr", "général généraux generale"),
    ("pt", "eleição eleicao eleições eleicoes"),
    ("ru", "ёлка елки"),
    ("ru", "новый новая нового"),
    ("uk", "вибори виборів вибір"),
    ("uk", "Київ Києва Києві"),
    ("uk", "депутат депутати депутатами"),
    ("pl", "rząd rządu rzadu rządzie"),
    ("pl", "szkoła szkola szkole"),
    ("pl", "Polska Polsce"),
    ("cs", "vláda vlady vládě"),
    ("tr", "kitap kitabı kitaplar kitabin"),
    ("tr", "seçim secimler seçimlerin SEÇİMLERDE"),
    ("tr", "ışık isik ışıklar isiklar IŞIKLAR"),
    ("fi", "kaupunki kaupungissa kaupungin"),
    ("fi", "hallitus hallituksen"),
    ("fi", "hinta hinnat hintaa"),
    ("et", "kompass kompassi kompassidele"),
    ("sv", "skola skolan skolorna grundskolan".removesuffix(" grundskolan")),
    ("da", "Århus Aarhus"),
    ("ar", "حكومة الحكومة والحكومة للحكومة حكومات"),
    ("he", "ממשלה הממשלה בממשלה ממשלת ממשלות"),
    ("he", "רחוב הרחוב ברחובות"),
    ("hi", "हिन्दी हिंदी"),
    ("hi", "किसान किसानों"),
    ("fa", "کتاب كتاب کتابها"),
    ("hu", "ház házak hazban"),
    ("sr", "избори izbori"),
])  # fmt: skip
def test_forms_of_a_word_meet_in_a_token_with_and_without_accents(language: str, forms: str):
    stemmer = stemming(language)
    tokens = [{fold(form), *stemmer.stems(form)} for form in forms.split()]
    for one in tokens:
        for other in tokens:
            assert one & other


@pytest.mark.parametrize(("language", "one", "other"), [
    ("ru", "война", "воины"),
    ("en", "police", "policy"),
    ("de", "Haus", "Hase"),
    ("fi", "pankki", "panos"),
    ("tr", "seçim", "sekiz"),
])  # fmt: skip
def test_other_words_do_not_meet(language: str, one: str, other: str):
    stemmer = stemming(language)
    assert not {fold(one), *stemmer.stems(one)} & {fold(other), *stemmer.stems(other)}


def test_stems_are_folded_and_never_the_folded_word_itself():
    assert stemming("fr").stems("Élections") == ("elect", "election")
    assert stemming("en").stems("house") == ("hous",)
    assert stemming("en").stems("cat") == ()


@pytest.mark.parametrize("language", ["ja", "xx", None, ""])
def test_a_language_that_nobody_stems_has_no_stems(language: str | None):
    assert stemming(language).stems("houses") == ()
    assert stemming(language).stem("houses") == "houses"


def test_numbers_and_addresses_have_no_stems():
    assert stemming("en").stems("2020s") == ()
    assert stemming("en").stems("houses" * 20) == ()


@pytest.mark.parametrize("language", [*SNOWBALL, "be", "bg", "fi", "he", "is", "sk", "uk"])
def test_no_word_is_too_short_to_be_stemmed(language: str):
    for word in ("a", "é", "aa", "nen", "ся", "її", "ית", "ו", "وال", "aux", "ail", "ß", "ك", "ا", "म", "한"):
        assert all(len(stem) > 1 for stem in stemming(language).stems(word))
        assert stemming(language).stem(fold(word))

import pytest

from archiver.language.guess import guess
from tests.language.recall import data


@pytest.mark.parametrize(("text", "language"), [
    ("The government said on Monday that it would not pay for the new school.", "en"),
    ("Die Regierung hat am Montag erklärt, dass sie das neue Gesetz nicht unterstützen wird.", "de"),
    ("Regjeringen sier at det ikke er penger til den nye skolen, også fra kommunen ble det sagt.", "no"),
    ("Regeringen siger at der ikke er penge til den nye skole, og fra kommunen blev det også sagt.", "da"),
    ("Hükümet bu yıl için bir karar aldı ve daha sonra açıkladı.", "tr"),
    ("Правительство объявило о новых выборах.", "ru"),
    ("Уряд оголосив про нові вибори, які відбудуться у їхній країні.", "uk"),
    ("Правителството обяви, че ще има избори във всеки град, съобщиха още от съвета.", "bg"),
    ("دولت ایران گفت که می‌خواهد", "fa"),
    ("الحكومة قالت", "ar"),
    ("הממשלה", "he"),
    ("東京で会議が開かれた", "ja"),
    ("中国政府", "zh"),
    ("한국 정부", "ko"),
    ("सरकार ने कहा है", "hi"),
    ("ประเทศไทย", "th"),
    ("Η κυβέρνηση", "el"),
])  # fmt: skip
def test_a_language_is_told_by_script_letters_and_small_words(text: str, language: str):
    assert guess(text) == language


@pytest.mark.parametrize("text", ["", "2026", "Lorem ipsum dolor", "Erdoğan", "Angela Merkel", "😀"])
def test_what_is_not_plain_is_not_guessed(text: str):
    assert guess(text) is None


@pytest.mark.parametrize("code", sorted(data()))
def test_three_short_articles_are_enough_to_know_or_to_be_unsure(code: str):
    assert guess(" ".join(data()[code]["documents"].values())) in (code, None)

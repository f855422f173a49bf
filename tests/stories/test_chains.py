"""What is made of texts that hang together; the texts are invented words, a number each."""

from itertools import permutations

from archiver.stories.chains import Joined, Unit, part, told
from archiver.stories.sketch import Sketch, sketch, unpack


def words(*ranges: range) -> Sketch:
    return unpack(
        sketch(
            " ".join(f"word{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}{chr(97 + n // 676)}" for r in ranges for n in r)
        )
    )


def unit(number: int, *ranges: range) -> Unit:
    return Unit((number,), (words(*ranges),))


def stories(*units: Unit) -> list[list[int]]:
    results = {
        tuple(sorted(tuple(sorted(unit.articles[0] for unit in story)) for story in part(order)))
        for order in list(permutations(units))[:120]
    }
    assert len(results) == 1  # whatever the order
    return [list(story) for story in results.pop()]


def test_joining_makes_sets_that_have_all_that_hangs_together() -> None:
    joined = Joined[int]()
    for pair in ((1, 2), (3, 4), (5, 5), (2, 3), (4, 1)):
        joined.join(*pair)
    assert sorted(map(sorted, joined.sets())) == [[1, 2, 3, 4], [5]]
    assert joined.are(1, 4) and not joined.are(1, 5) and not joined.are(1, 9)


def test_a_chain_of_two_steps_is_one_story_where_the_ends_have_a_good_part_in_common() -> None:
    assert stories(unit(1, range(0, 500)), unit(2, range(120, 600)), unit(3, range(240, 700))) == [[1, 2, 3]]


def test_a_text_that_changes_day_by_day_does_not_string_one_story_to_the_next() -> None:
    days = [unit(day, range(200 * day, 200 * day + 500)) for day in range(8)]
    parted = stories(*days)
    assert len(parted) >= 3
    assert max(map(len, parted)) <= 3


def test_a_text_that_is_a_copy_of_most_others_is_in_their_story_however_little_it_has_of_the_longest() -> None:
    most = [unit(number, range(300, 900)) for number in (2, 3, 4)]
    assert stories(unit(1, range(0, 700)), *most, unit(5, range(580, 1000))) == [[1, 2, 3, 4, 5]]


def test_a_follow_up_that_hangs_by_a_teaser_of_the_first_story_is_parted_from_it() -> None:
    first, teaser = unit(1, range(0, 1000)), unit(2, range(0, 450))
    follow_up = unit(3, range(200, 450), range(2000, 2750))
    assert stories(first, teaser, follow_up) == [[1, 2], [3]]


def test_the_pieces_of_a_round_up_are_stories_of_their_own() -> None:
    pieces = [unit(number, range(300 * number, 300 * number + 300)) for number in range(1, 4)]
    assert stories(unit(9, range(300, 1200)), *pieces) == [[1], [2], [3], [9]]
    assert stories(unit(9, range(300, 1200)), *pieces, unit(5, range(600, 880))) == [[1], [2, 5], [3], [9]]


def test_a_teaser_goes_with_its_story_and_not_with_the_round_up_that_holds_it() -> None:
    assert stories(unit(1, range(0, 900)), unit(2, range(0, 200)), unit(3, range(0, 200), range(2000, 3500))) == [
        [1, 2],
        [3],
    ]


def test_versions_at_one_address_are_never_parted() -> None:
    versions = Unit((1, 4), (words(range(0, 300)), words(range(5000, 5900))))
    other = unit(2, range(0, 310))
    assert told([versions, other]) == [(1, 1, 1), (2, 1, 1), (4, 1, 1)]
    assert told([versions, unit(3, range(9000, 9900))]) == [(1, 1, 1), (3, 3, 1), (4, 1, 1)]

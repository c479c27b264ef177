"""Patterns match what they should, and nothing else."""

import unittest

from conformance.patterns import fill, match
from conformance.scenario import load


class PatternTests(unittest.TestCase):
    def test_members_that_are_not_named_may_be_there(self) -> None:
        self.assertEqual({}, match({"a": 1}, {"a": 1, "b": 2}, {}))
        self.assertIsNone(match({"a": 1, "b": 2}, {"a": 1}, {}))

    def test_a_name_is_bound_once_and_then_holds(self) -> None:
        self.assertEqual({"x": 1}, match({"a": "$x", "b": "$x"}, {"a": 1, "b": 1}, {}))
        self.assertIsNone(match({"a": "$x", "b": "$x"}, {"a": 1, "b": 2}, {}))
        self.assertIsNone(match({"a": "$x"}, {"a": 1}, {"x": 2}))

    def test_a_match_that_fails_binds_nothing(self) -> None:
        names: dict[str, object] = {}
        match({"a": "$x", "b": 2}, {"a": 1, "b": 3}, names)
        self.assertEqual({}, names)

    def test_any_is_any_but_must_be_there(self) -> None:
        self.assertEqual({}, match({"a": "$any"}, {"a": None}, {}))
        self.assertIsNone(match({"a": "$any"}, {}, {}))

    def test_absent_is_not_there(self) -> None:
        self.assertEqual({}, match({"ref": {"$absent": True}}, {}, {}))
        self.assertIsNone(match({"ref": {"$absent": True}}, {"ref": "r"}, {}))

    def test_lists_match_element_by_element(self) -> None:
        self.assertEqual({}, match([{"a": 1}, {"a": 2}], [{"a": 1, "b": 0}, {"a": 2}], {}))
        self.assertIsNone(match([{"a": 1}], [{"a": 1}, {"a": 2}], {}))

    def test_true_is_not_one(self) -> None:
        self.assertIsNone(match(True, 1, {}))

    def test_names_are_filled_in_as_members_and_values(self) -> None:
        self.assertEqual({"r1": [2]}, fill({"$room": ["$seq"]}, {"room": "r1", "seq": 2}))
        with self.assertRaises(KeyError):
            fill("$nobody", {})

    def test_each_scenario_can_be_read_and_says_what_it_shows(self) -> None:
        for kind in ("server", "client"):
            scenarios = load(kind)
            self.assertTrue(scenarios)
            for scenario in scenarios:
                self.assertTrue(scenario.shows.endswith("."), scenario.name)
                for step in scenario.steps:
                    self.assertEqual(1, len(step), scenario.name)


if __name__ == "__main__":
    unittest.main()

"""The order of rooms: what is told, what is not, and what has to be asked for."""

import unittest

from akkarealtime import RoomOrder


class RoomOrderTests(unittest.TestCase):
    def test_an_event_is_told_once_and_in_order(self) -> None:
        order = RoomOrder({"r": 1})
        self.assertEqual([True, False, True], [order.take("r", seq) for seq in (2, 2, 3)])
        self.assertEqual({"r": 3}, order.positions)

    def test_behind_a_gap_nothing_is_told_until_it_is_filled(self) -> None:
        order = RoomOrder({"r": 1})
        self.assertFalse(order.take("r", 3))
        self.assertTrue(order.has_gap("r") and order.has_gap())
        self.assertEqual([True, True], [order.take("r", seq) for seq in (2, 3)])
        self.assertFalse(order.has_gap())

    def test_a_room_that_is_not_known_begins_with_its_first_event(self) -> None:
        order = RoomOrder()
        self.assertTrue(order.take("r", 7))
        self.assertEqual({"r": 7}, order.positions)

    def test_what_is_skipped_is_not_told(self) -> None:
        order = RoomOrder({"r": 1})
        order.take("r", 9)
        order.skip("r", 9)
        self.assertFalse(order.has_gap())
        self.assertTrue(order.take("r", 10))

    def test_a_room_that_is_known_does_not_begin_anew(self) -> None:
        order = RoomOrder({"r": 1})
        order.begin("r", 5)
        self.assertEqual({"r": 1}, order.positions)
        order.forget("r")
        self.assertEqual({}, order.positions)


if __name__ == "__main__":
    unittest.main()

package io.kvkit.codec;

import java.util.List;
import java.util.stream.Stream;

/** A class of an application as two of its releases declare it. */
public final class Releases {

    /** The release that is replaced. */
    public static final class Old {

        public record Item(String name, int stock) {}

        public record Order(String id, List<Item> items) {}
    }

    /** The same class with one field more. */
    public static final class Added {
        public record Item(String name, int stock, String color) {}

        public record Order(String id, List<Item> items) {}
    }

    public static final class Renamed {
        public record Item(String title, int stock) {}

        public record Order(String id, List<Item> items) {}
    }

    public static final class Retyped {
        public record Item(String name, String stock) {}

        public record Order(String id, List<Item> items) {}
    }

    public static final class Widened {
        public record Item(String name, long stock) {}

        public record Order(String id, List<Item> items) {}
    }

    public static final class Reordered {
        public record Item(int stock, String name) {}

        public record Order(List<Item> items, String id) {}
    }

    /**
     * A change between two releases.
     *
     * @param forth whether the new release reads what the old one wrote
     * @param back whether the old release reads what the new one wrote
     */
    public record Change(String what, Object old, Object next, boolean forth, boolean back) {

        @Override
        public String toString() {
            return what;
        }
    }

    private Releases() {}

    /** Returns the changes that two releases can differ in. */
    public static Stream<Change> changes() {
        var old = new Old.Item("cup", 3);
        var order = new Old.Order("o", List.of(old));
        return Stream.of(
                new Change("field added", old, new Added.Item("cup", 3, "red"), false, true),
                new Change("field renamed", old, new Renamed.Item("cup", 3), false, false),
                new Change("field retyped", old, new Retyped.Item("cup", "3"), false, false),
                new Change("number widened", old, new Widened.Item("cup", 3), true, true),
                new Change("fields reordered, class moved", old, new Reordered.Item(3, "cup"), true, true),
                new Change("nested field added", order, added(), false, true),
                new Change(
                        "nested field renamed",
                        order,
                        new Renamed.Order("o", List.of(new Renamed.Item("cup", 3))),
                        false,
                        false),
                new Change(
                        "nested class moved",
                        order,
                        new Reordered.Order(List.of(new Reordered.Item(3, "cup")), "o"),
                        true,
                        true));
    }

    /** Returns the changes and their opposites: a field added is a field removed the other way round. */
    public static Stream<Change> bothWays() {
        return changes()
                .flatMap(change -> Stream.of(
                        change,
                        new Change(change.what + ", undone", change.next, change.old, change.back, change.forth)));
    }

    private static Added.Order added() {
        return new Added.Order("o", List.of(new Added.Item("cup", 3, "red")));
    }
}

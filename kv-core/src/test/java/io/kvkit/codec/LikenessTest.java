package io.kvkit.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.sql.Timestamp;
import java.util.AbstractMap.SimpleEntry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** When a copy is like its value, part by part, and what is said if it is not. */
class LikenessTest {

    /** Without equals: alike if its fields are. */
    static class Part {

        final int number;
        transient int memo;

        @Nullable
        Object more;

        Part(int number) {
            this.number = number;
        }

        Part memo(int value) {
            memo = value;
            return this;
        }

        Part more(@Nullable Object value) {
            more = value;
            return this;
        }
    }

    /** Equal by the identity of its part. */
    static final class Whole extends Part {

        final Part part;

        Whole(int number, Part part) {
            super(number);
            this.part = part;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Whole whole && whole.part == part;
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    private static boolean alike(@Nullable Object value, @Nullable Object copy) {
        return new Likeness(given -> given).like(value, copy, Object.class);
    }

    private static void assertDiffer(Object value, Object copy, Type declared, String difference) {
        Likeness likeness = new Likeness(given -> given);
        assertThat(likeness.like(value, copy, declared)).isFalse();
        assertThat(likeness.difference()).isEqualTo(difference);
    }

    private static void assertDiffer(Object value, Object copy, String difference) {
        assertDiffer(value, copy, Object.class, difference);
    }

    @Test
    void nothingIsLikeNothingOnly() {
        assertThat(alike(null, null)).isTrue();
        Likeness gone = new Likeness(given -> given);
        assertThat(gone.like(1, null, Object.class)).isFalse();
        assertThat(gone.difference()).isEqualTo("a value comes back as null");
        Likeness made = new Likeness(given -> given);
        assertThat(made.like(null, 1, Object.class)).isFalse();
        assertThat(made.difference()).isEqualTo("null comes back as a value");
    }

    @Test
    void fieldsMustBeAlike() {
        assertThat(alike(new Part(1), new Part(1))).isTrue();
        assertThat(alike(new Part(1).memo(1), new Part(1).memo(2))).isTrue();
        assertDiffer(
                new Part(1), new Part(2), "number of " + Part.class.getName() + ": java.lang.Integer is not equal");
        assertDiffer(
                new Part(1).more(new Part(1).more("a")),
                new Part(1).more(new Part(1).more("b")),
                "more of " + Part.class.getName() + ": java.lang.String is not equal");
    }

    @Test
    void valueThatContainsItselfIsComparedOnce() {
        Part one = new Part(1);
        Part copy = new Part(1);
        assertThat(alike(one.more(List.of(one)), copy.more(List.of(copy)))).isTrue();
        assertThat(alike(one.more(new Object[] {one, 1}), copy.more(new Object[] {copy, 2})))
                .isFalse();
    }

    @Test
    void everyFieldCountsWhereEqualsAsksForIdentity() {
        assertThat(alike(new Whole(1, new Part(1)), new Whole(1, new Part(1)))).isTrue();
        assertDiffer(
                new Whole(1, new Part(1).memo(1)),
                new Whole(1, new Part(1).memo(2)),
                Whole.class.getName() + " is not equal");
        assertThat(alike(new Whole(1, new Part(1)), new Whole(2, new Part(1)))).isFalse();
        Part shared = new Part(1);
        assertThat(alike(new Whole(1, shared).memo(1), new Whole(1, shared).memo(2)))
                .isTrue();
    }

    @Test
    void otherClassIsToldByBothNames() {
        assertDiffer(1, 1L, "java.lang.Integer comes back as java.lang.Long");
        assertDiffer(new int[0], new long[0], "int[] comes back as long[]");
        assertDiffer(List.of(1), 1, List.of(1).getClass().getName() + " comes back as java.lang.Integer");
    }

    @Test
    void elementsOfArraysMustBeAlike() {
        assertThat(alike(new Part[] {new Part(1)}, new Part[] {new Part(1)})).isTrue();
        assertThat(alike(new int[] {1}, new int[] {1})).isTrue();
        assertThat(alike(new Part[] {new Part(1)}, new Part[] {new Part(2)})).isFalse();
        assertDiffer(new int[] {1}, new int[] {2}, "int[] is not equal");
        assertDiffer(new Part[] {new Part(1)}, new Part[] {}, "elements are lost or added");
    }

    @Test
    void contentMustBeAlike() {
        assertThat(alike(Optional.of(new Part(1)), Optional.of(new Part(1)))).isTrue();
        assertThat(alike(Optional.of(new Part(1)), Optional.of(new Part(2)))).isFalse();
        assertThat(alike(Optional.of(1), Optional.empty())).isFalse();
        assertThat(alike(new AtomicReference<>(new Part(1)), new AtomicReference<>(new Part(1))))
                .isTrue();
        assertThat(alike(new AtomicReference<>(1), new AtomicReference<>(2))).isFalse();
        assertThat(alike(new SimpleEntry<>("a", new Part(1)), new SimpleEntry<>("a", new Part(1))))
                .isTrue();
        assertThat(alike(new SimpleEntry<>("a", new Part(1)), new SimpleEntry<>("b", new Part(1))))
                .isFalse();
        assertThat(alike(new SimpleEntry<>("a", new Part(1)), new SimpleEntry<>("a", new Part(2))))
                .isFalse();
    }

    @Test
    void elementsOfCollectionsMustBeAlikeInTheirOrder() {
        assertThat(alike(List.of(new Part(1)), List.of(new Part(1)))).isTrue();
        assertDiffer(List.of(1, 2), List.of(1), "elements are lost or added");
        assertDiffer(List.of(1), List.of(1, 2), "elements are lost or added");
        assertDiffer(List.of(1, 2), List.of(2, 1), "java.lang.Integer is not equal");
    }

    @Test
    void setsAndMapsMayChangeTheirOrder() {
        Likeness set = new Likeness(given -> given);
        assertThat(set.like(new LinkedHashSet<>(List.of(1, 2)), new LinkedHashSet<>(List.of(2, 1)), Set.class))
                .isTrue();
        assertThat(set.reordered()).isTrue();

        Likeness map = new Likeness(given -> given);
        assertThat(map.like(map("a", "b"), map("b", "a"), Map.class)).isTrue();
        assertThat(map.reordered()).isTrue();

        Likeness same = new Likeness(given -> given);
        assertThat(same.like(map("a", "b"), map("a", "b"), Map.class)).isTrue();
        assertThat(same.reordered()).isFalse();
        assertThat(alike(map("a", "b"), map("b", "c"))).isFalse();
        assertThat(alike(new LinkedHashSet<>(List.of(1, 2)), new LinkedHashSet<>(List.of(2, 3))))
                .isFalse();
    }

    private static Map<String, Part> map(String... keys) {
        Map<String, Part> map = new LinkedHashMap<>();
        for (String key : keys) {
            map.put(key, new Part(key.charAt(0)));
        }
        return map;
    }

    @Test
    void kindOfCollectionMattersWhereItIsDeclared() {
        Set<Integer> set = new LinkedHashSet<>(List.of(1));
        List<Integer> list = new ArrayList<>(List.of(1));

        assertDiffer(set, list, Object.class, "java.util.LinkedHashSet comes back as java.util.ArrayList");
        assertDiffer(list, set, Object.class, "java.util.ArrayList comes back as java.util.LinkedHashSet");
        assertThat(new Likeness(given -> given).like(set, list, Iterable.class)).isTrue();
    }

    @Test
    void orderThatIsLostIsTold() {
        assertDiffer(
                new TreeSet<>(Comparator.<Integer>reverseOrder()),
                new TreeSet<Integer>(),
                "java.util.TreeSet loses its order");
        assertDiffer(
                new TreeMap<>(Comparator.<Integer>reverseOrder()),
                new TreeMap<Integer, Integer>(),
                "java.util.TreeMap loses its order");
        assertDiffer(
                new PriorityQueue<>(Comparator.<Integer>reverseOrder()),
                new PriorityQueue<Integer>(),
                "java.util.PriorityQueue loses its order");
        assertThat(alike(new TreeSet<>(Comparator.<Integer>naturalOrder()), new TreeSet<Integer>()))
                .isTrue();
    }

    @Test
    void tableThatFindsLessIsTold() {
        TreeMap<String, Integer> anyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        anyCase.put("Id", 1);
        assertDiffer(anyCase, new LinkedHashMap<>(anyCase), "java.util.TreeMap comes back as a case-sensitive one");
    }

    @Test
    void tableThatLosesAKeyIsNotToldToFindLess() {
        for (Map<String, Integer> table : List.of(Map.of("id", 1, "name", 2), Map.of("id", 1, "ID", 2, "name", 3))) {
            assertDiffer(new LinkedHashMap<>(table), Map.of("name", 2), "elements are lost or added");
        }
    }

    @Test
    void dateOfADatabaseIsLikeADateWithoutMoreDigits() {
        Timestamp exact = new Timestamp(1_000);
        assertThat(alike(exact, new Date(1_000))).isTrue();
        assertThat(alike(exact, new Date(1_001))).isFalse();
        exact.setNanos(1_000);
        assertDiffer(exact, new Date(1_000), "java.sql.Timestamp is not equal");
        exact.setNanos(5_000_000);
        assertThat(alike(exact, new Date(1_005))).isTrue();
    }

    @Test
    void treesAreAlikeIfTheirNumbersAre() {
        JsonNodeFactory nodes = JsonNodeFactory.instance;

        assertThat(alike(tree(nodes.numberNode(5L)), tree(nodes.numberNode(5)))).isTrue();
        assertThat(alike(tree(nodes.numberNode((short) 5)), tree(nodes.numberNode(5))))
                .isTrue();
        assertThat(alike(tree(nodes.numberNode(1.5f)), tree(nodes.numberNode(1.5))))
                .isTrue();
        assertDiffer(tree(nodes.numberNode(0.1f)), tree(nodes.numberNode(0.1)), "a tree is not equal");
        assertThat(alike(tree(nodes.numberNode(new BigDecimal("5.0"))), tree(nodes.numberNode(5))))
                .isTrue();
        assertDiffer(tree(nodes.numberNode(5)), tree(nodes.numberNode(6)), "a tree is not equal");
        assertDiffer(tree(nodes.numberNode(5)), tree(nodes.stringNode("a")), "a tree is not equal");
        assertDiffer(tree(nodes.stringNode("a")), tree(nodes.numberNode(5)), "a tree is not equal");
        assertDiffer(tree(nodes.stringNode("a")), tree(nodes.stringNode("b")), "a tree is not equal");
        assertThat(alike(tree(nodes.stringNode("a")), tree(nodes.stringNode("a"))))
                .isTrue();
    }

    private static JsonNode tree(JsonNode of) {
        return JsonNodeFactory.instance.objectNode().set("a", of);
    }
}

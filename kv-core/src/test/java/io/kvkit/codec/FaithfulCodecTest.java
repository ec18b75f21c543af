package io.kvkit.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonBackReference;
import com.fasterxml.jackson.annotation.JsonManagedReference;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Date;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** That what is kept is what was given, or else an error. */
class FaithfulCodecTest {

    private final Codec codec = new FaithfulCodec(new JacksonCodec());

    record Sorted(SortedSet<Integer> numbers) {}

    record Anything(Object content) {}

    record Nested(
            String name,
            Optional<LossyTypes.Animal> pet,
            List<int[]> rows,
            Map<String, Collection<LossyTypes.Animal>> herds,
            JsonNode tree) {}

    /** Without equals, with a counter, a memo and a reference to itself. */
    static final class Plain {

        private final AtomicInteger count = new AtomicInteger(3);
        private transient @Nullable String memo = "remembered";
        private final Plain self = this;

        public AtomicInteger getCount() {
            return count;
        }

        public void setCount(AtomicInteger value) {
            count.set(value.get());
        }
    }

    /** Its equals asks for identity below. */
    static final class Order {

        public List<LossyTypes.Animal> lines = List.of(new LossyTypes.Animal());

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Order order && lines.equals(order.lines);
        }

        @Override
        public int hashCode() {
            return lines.hashCode();
        }
    }

    /** Equal by its id alone, with a field that only a method of another name shows. */
    static final class Entity {

        public int id = 1;
        private String name = "";

        static Entity named(String name) {
            Entity entity = new Entity();
            entity.name = name;
            return entity;
        }

        public String label() {
            return name;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Entity entity && entity.id == id;
        }

        @Override
        public int hashCode() {
            return id;
        }
    }

    static final class Parent {

        @JsonManagedReference
        public List<Child> children = new ArrayList<>();
    }

    static final class Child {

        @JsonBackReference
        public @Nullable Parent parent;

        public int id = 1;

        static Child of(Parent parent) {
            Child child = new Child();
            child.parent = parent;
            parent.children.add(child);
            return child;
        }
    }

    private static Timestamp exactly() {
        Timestamp time = Timestamp.from(Instant.EPOCH);
        time.setNanos(123_456_789);
        return time;
    }

    private static Parent parent() {
        Parent parent = new Parent();
        Child.of(parent);
        return parent;
    }

    static Stream<Arguments> lost() {
        LossyTypes.WriteOnly secret = new LossyTypes.WriteOnly();
        secret.password = "4111111111111111";
        LossyTypes.Masked masked = new LossyTypes.Masked();
        masked.card = "4111111111111111";
        return Stream.of(
                        new LossyTypes.Fluent(7),
                        new LossyTypes.HalfFluent().note("4111111111111111"),
                        new LossyTypes.Filled().add("4111111111111111"),
                        new LossyTypes.Attributes().put("card", "4111111111111111"),
                        retries(5),
                        masked,
                        new LossyTypes.Rounded(new BigDecimal("1.2345")),
                        secret,
                        new LossyTypes.Ignored("Ada", "4111111111111111"),
                        new LossyTypes.Compared().tenant("4111111111111111"),
                        new LossyTypes.Owner(new LossyTypes.Dog()),
                        new LossyTypes.Cart().owner("4111111111111111"),
                        new LossyTypes.Shifted(2),
                        Entity.named("4111111111111111"),
                        Child.of(new Parent()),
                        new Anything(1L),
                        new Anything(new BigDecimal("1.50")),
                        new Anything(LocalDate.EPOCH),
                        new Anything(Set.of(1)),
                        new Anything(new byte[] {1}),
                        new Anything(Optional.of(1)),
                        new Anything(Map.of(1, 2)),
                        new Sorted(new TreeSet<>(Comparator.reverseOrder())))
                .map(value -> Arguments.of(value, value.getClass()));
    }

    static Stream<Arguments> lostAs() {
        Queue<Integer> queue = new PriorityQueue<>(List.of(3, 1, 2));
        TreeMap<String, Integer> anyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        anyCase.put("Id", 1);
        return Stream.of(
                Arguments.of(new LossyTypes.Dog(), LossyTypes.Animal.class),
                Arguments.of(exactly(), Date.class),
                Arguments.of(new AtomicReference<>(1L), new TypeReference<AtomicReference<Object>>() {}.getType()),
                Arguments.of(
                        new AtomicReference<>(new LossyTypes.Dog()),
                        new TypeReference<AtomicReference<LossyTypes.Animal>>() {}.getType()),
                Arguments.of(new Exception("m", new IllegalStateException("c")), Exception.class),
                Arguments.of(List.of(exactly()), new TypeReference<List<Date>>() {}.getType()),
                Arguments.of(queue, new TypeReference<Queue<Integer>>() {}.getType()),
                Arguments.of(anyCase, new TypeReference<Map<String, Integer>>() {}.getType()),
                Arguments.of(anyCase.navigableKeySet(), new TypeReference<Set<String>>() {}.getType()),
                Arguments.of(Pattern.compile("a", Pattern.CASE_INSENSITIVE), Pattern.class),
                Arguments.of(Map.of("id", 1L, "at", new Date()), new TypeReference<Map<String, Object>>() {}.getType()),
                Arguments.of(List.of(Set.of(1)), new TypeReference<List<Object>>() {}.getType()),
                Arguments.of(List.of(new LossyTypes.Dog()), new TypeReference<List<LossyTypes.Animal>>() {}.getType()));
    }

    private static LossyTypes.PackagePrivate retries(int count) {
        LossyTypes.PackagePrivate value = new LossyTypes.PackagePrivate();
        value.retries = count;
        return value;
    }

    @ParameterizedTest
    @MethodSource({"lost", "lostAs"})
    void whatWouldComeBackAsSomethingElseIsNotKept(Object value, Type type) {
        assertThatThrownBy(() -> codec.encode(value, type))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining(type.getTypeName())
                .hasMessageNotContaining("4111");
    }

    static Stream<Arguments> kept() {
        LossyTypes.Animal rex = new LossyTypes.Animal();
        Set<String> hashed = new HashSet<>(1024);
        Map<String, Integer> table = new ConcurrentHashMap<>(1024);
        for (int i = 0; i < 100; i++) {
            hashed.add("key-" + i * 7919);
            table.put("key-" + i * 7919, i);
        }
        return Stream.of(
                Arguments.of("text", String.class),
                Arguments.of(new byte[] {1, 2}, byte[].class),
                Arguments.of(new double[][] {{1.5}, {}}, double[][].class),
                Arguments.of(
                        new Nested(
                                "Ada",
                                Optional.of(rex),
                                List.of(new int[] {1, 2}),
                                Map.of("all", new LinkedHashSet<>(List.of(rex))),
                                JsonNodeFactory.instance.objectNode().put("id", 5L)),
                        Nested.class),
                Arguments.of(new Plain(), Plain.class),
                Arguments.of(new Order(), Order.class),
                Arguments.of(parent(), Parent.class),
                Arguments.of(new AtomicReference<>("text"), new TypeReference<AtomicReference<String>>() {}.getType()),
                Arguments.of(new StringBuilder("text"), StringBuilder.class),
                Arguments.of(Timestamp.from(Instant.EPOCH), Date.class),
                Arguments.of(hashed, new TypeReference<HashSet<String>>() {}.getType()),
                Arguments.of(table, new TypeReference<ConcurrentHashMap<String, Integer>>() {}.getType()),
                Arguments.of(new HashMap<>(Map.of(1, 2)), new TypeReference<Map<Integer, Integer>>() {}.getType()),
                Arguments.of(table.values(), new TypeReference<Collection<Integer>>() {}.getType()),
                Arguments.of(Set.of("A", "b"), new TypeReference<Collection<String>>() {}.getType()),
                Arguments.of(new ArrayDeque<>(List.of(1, 2)), new TypeReference<Deque<Integer>>() {}.getType()),
                Arguments.of(Pattern.compile("a"), Pattern.class),
                Arguments.of(new ArrayList<>(), new TypeReference<List<Object>>() {}.getType()),
                Arguments.of(
                        new TreeSet<>(Set.of("b", "a")).descendingSet(), new TypeReference<Set<String>>() {}.getType()),
                Arguments.of(new Anything(Map.of("a", List.of(1, "b", true, 1.5))), Anything.class),
                Arguments.of(BigInteger.TEN.pow(40), BigInteger.class));
    }

    @ParameterizedTest
    @MethodSource("kept")
    void whatComesBackAsItWasIsKept(Object value, Type type) {
        assertThatCode(() -> codec.encode(value, type)).doesNotThrowAnyException();
    }

    @Test
    void reasonNamesTheField() {
        assertThatThrownBy(() -> codec.encode(retries(5), LossyTypes.PackagePrivate.class))
                .hasMessageContaining("retries of " + LossyTypes.PackagePrivate.class.getName());
        assertThatThrownBy(() -> codec.encode(new Anything(1L), Anything.class))
                .hasMessageContaining("content of " + Anything.class.getName())
                .hasMessageContaining("java.lang.Long comes back as java.lang.Integer");
    }

    @Test
    void laterValuesAreProvedBySample() {
        retries(3);
        for (int i = 0; i < Trust.FIRST; i++) {
            codec.encode(retries(3), LossyTypes.PackagePrivate.class);
        }
        assertThatThrownBy(() -> {
                    for (int i = 0; i < Trust.SAMPLE; i++) {
                        codec.encode(retries(5), LossyTypes.PackagePrivate.class);
                    }
                })
                .isInstanceOf(CodecException.class);
    }

    @Test
    void longAfterManyIntegersInAMapOfObjectsIsStillNotKept() {
        Type rows = new TypeReference<Map<String, Object>>() {}.getType();
        for (int i = 0; i < 2 * Trust.FIRST; i++) {
            codec.encode(Map.of("id", i), rows);
            codec.encode(new Anything("text"), Anything.class);
        }
        assertThatThrownBy(() -> codec.encode(Map.of("id", 1L), rows)).isInstanceOf(CodecException.class);
        assertThatThrownBy(() -> codec.encode(new Anything(1L), Anything.class)).isInstanceOf(CodecException.class);
    }

    @Test
    void whatLostSomethingOnceIsAlwaysProved() {
        for (int i = 0; i < 3 * Trust.FIRST; i++) {
            assertThatThrownBy(() -> codec.encode(retries(5), LossyTypes.PackagePrivate.class))
                    .isInstanceOf(CodecException.class);
        }
    }

    @Test
    void whateverACodecThrowsIsAFailureOfTheCodec() {
        Codec broken = new FaithfulCodec(new Codec() {
            @Override
            public byte[] encode(Object value, Type type) {
                throw new IllegalStateException("secret");
            }

            @Override
            public Object decode(byte[] bytes, Type type) {
                throw new IllegalStateException("secret");
            }
        });
        assertThatThrownBy(() -> broken.encode("a", String.class))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("IllegalStateException")
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> broken.decode(new byte[0], String.class)).isInstanceOf(CodecException.class);
        assertThat(broken.obstacle(String.class)).isNull();
    }

    /** Reads sets in another order, and says more about them each time. */
    private static final class Growing implements Codec {

        private int encoded;

        @Override
        public byte[] encode(Object value, Type type) {
            return new byte[++encoded];
        }

        @Override
        public Object decode(byte[] bytes, Type type) {
            return new LinkedHashSet<>(List.of(2, 1));
        }
    }

    @Test
    void setInAnotherOrderIsOnlyKeptIfItsBytesAreTheSameOnes() {
        assertThatThrownBy(() -> new FaithfulCodec(new Growing())
                        .encode(new LinkedHashSet<>(List.of(1, 2)), new TypeReference<Set<Integer>>() {}.getType()))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("the value that is read back is encoded differently");
    }
}

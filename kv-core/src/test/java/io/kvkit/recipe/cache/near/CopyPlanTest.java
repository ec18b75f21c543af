package io.kvkit.recipe.cache.near;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.TypeRef;
import io.kvkit.codec.JacksonCodec;
import io.kvkit.codec.ResultCodec;
import io.kvkit.event.KvListeners;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.recipe.cache.CacheSettings;
import io.kvkit.store.Capability;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.tck.ForwardingKvStore;
import java.lang.reflect.Array;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What one caller does to its result, another caller never sees. */
class CopyPlanTest {

    record Money(BigDecimal amount, String currency) {}

    record Order(UUID id, Money price, Optional<Money> discount, DayOfWeek day, Instant at) {}

    record Tree(String name, Tree inner) {}

    record Tagged(String name, List<String> tags) {}

    record Box<T>(T content) {}

    /** A number that can be changed. */
    static final class Sneaky extends BigDecimal {
        private static final long serialVersionUID = 1L;

        Sneaky() {
            super("1");
        }
    }

    static final class Bean {
        public List<String> texts = new ArrayList<>(List.of("a"));
        public int number;
    }

    private static final Key KEY =
            Namespace.of("test", "cache", "copies", Key.Retention.EVICTABLE).key("1");
    private static final Money MONEY = new Money(new BigDecimal("1.50"), "EUR");
    private static final Order ORDER =
            new Order(new UUID(1, 2), MONEY, Optional.of(MONEY), DayOfWeek.MONDAY, Instant.EPOCH);

    static Stream<Arguments> shared() {
        return Stream.of(
                Arguments.of(String.class, "text"),
                Arguments.of(Long.class, 1_000L),
                Arguments.of(int.class, 1_000),
                Arguments.of(BigDecimal.class, BigDecimal.TEN),
                Arguments.of(BigInteger.class, BigInteger.TWO),
                Arguments.of(DayOfWeek.class, DayOfWeek.FRIDAY),
                Arguments.of(Duration.class, Duration.ofDays(1)),
                Arguments.of(ZoneId.class, ZoneId.of("Europe/Berlin")),
                Arguments.of(URI.class, URI.create("http://example.org")),
                Arguments.of(Order.class, ORDER),
                Arguments.of(Tree.class, new Tree("a", new Tree("b", null))));
    }

    static Stream<Arguments> copied() {
        return Stream.of(
                Arguments.of(new TypeRef<List<String>>() {}.type(), new ArrayList<>(List.of("b", "a", "c"))),
                Arguments.of(new TypeRef<Collection<Order>>() {}.type(), new ArrayList<>(Arrays.asList(ORDER, null))),
                Arguments.of(new TypeRef<List<? extends Money>>() {}.type(), new ArrayList<>(List.of(MONEY))),
                Arguments.of(new TypeRef<Set<Integer>>() {}.type(), new LinkedHashSet<>(List.of(3, 1, 2))),
                Arguments.of(new TypeRef<SortedSet<String>>() {}.type(), new TreeSet<>(Set.of("b", "a"))),
                Arguments.of(
                        new TypeRef<Map<String, Money>>() {}.type(),
                        new LinkedHashMap<>(Map.of("x", MONEY, "y", MONEY))),
                Arguments.of(new TypeRef<SortedMap<String, Long>>() {}.type(), new TreeMap<>(Map.of("x", 1L))),
                Arguments.of(String[].class, new String[] {"a", null}),
                Arguments.of(byte[].class, new byte[] {1, 2, 3}),
                Arguments.of(new TypeRef<Optional<String>[]>() {}.type(), new Optional<?>[] {Optional.of("a")}),
                Arguments.of(
                        new TypeRef<List<Optional<String>>>() {}.type(), new ArrayList<>(List.of(Optional.of("a")))));
    }

    static Stream<Arguments> decoded() {
        return Stream.of(
                Arguments.of(Object.class, new ArrayList<>(List.of("a"))),
                Arguments.of(Number.class, 1),
                Arguments.of(Bean.class, new Bean()),
                Arguments.of(Tagged.class, new Tagged("a", new ArrayList<>(List.of("b")))),
                Arguments.of(new TypeRef<Box<String>>() {}.type(), new Box<>("a")),
                Arguments.of(
                        new TypeRef<List<List<String>>>() {}.type(),
                        new ArrayList<>(List.of(new ArrayList<>(List.of("a"))))),
                Arguments.of(new TypeRef<Map<String, Object>>() {}.type(), new LinkedHashMap<>(Map.of("a", "b"))),
                Arguments.of(new TypeRef<List<Bean>>() {}.type(), new ArrayList<>(List.of(new Bean()))),
                Arguments.of(int[][].class, new int[][] {{1}}));
    }

    @ParameterizedTest
    @MethodSource("shared")
    void immutableValueIsShared(Type type, Object value) {
        assertThat(CopyPlan.of(type).content(value)).isInstanceOf(Content.Shared.class);
    }

    @ParameterizedTest
    @MethodSource("copied")
    void containerOfImmutableValuesIsCopied(Type type, Object value) {
        Content content = CopyPlan.of(type).content(value);
        assertThat(content).isInstanceOf(Content.Copied.class);
        assertThat(content.result()).isNotSameAs(value).hasSameClassAs(value).isEqualTo(value);
    }

    @ParameterizedTest
    @MethodSource("decoded")
    void everythingElseIsNotKeptAsAnObject(Type type, Object value) {
        assertThat(CopyPlan.of(type).content(value)).isNull();
    }

    @Test
    void valueThatIsNotAsSafeAsItsTypeIsNotKeptAsAnObject() {
        assertThat(CopyPlan.of(BigDecimal.class).content(new Sneaky())).isNull();
        assertThat(CopyPlan.of(Order.class)
                        .content(new Order(
                                new UUID(1, 2),
                                MONEY,
                                Optional.of(new Money(new Sneaky(), "")),
                                DayOfWeek.MONDAY,
                                Instant.EPOCH)))
                .isNull();
        assertThat(CopyPlan.of(new TypeRef<List<BigDecimal>>() {}.type())
                        .content(new ArrayList<>(List.of(new Sneaky()))))
                .isNull();
        assertThat(CopyPlan.of(new TypeRef<List<String>>() {}.type()).content(Arrays.asList("a")))
                .isNull();
        Type amounts = new TypeRef<Map<BigDecimal, BigDecimal>>() {}.type();
        assertThat(CopyPlan.of(amounts).content(new LinkedHashMap<>(Map.of(new Sneaky(), BigDecimal.ONE))))
                .isNull();
        assertThat(CopyPlan.of(amounts).content(new LinkedHashMap<>(Map.of(BigDecimal.ONE, new Sneaky()))))
                .isNull();
        assertThat(CopyPlan.of(BigDecimal[].class).content(new BigDecimal[] {new Sneaky()}))
                .isNull();
    }

    static Stream<Arguments> all() {
        return Stream.of(shared(), copied(), decoded()).flatMap(some -> some);
    }

    @ParameterizedTest
    @MethodSource("all")
    void noCallerSeesWhatAnotherOneDoes(Type type, Object value) {
        for (boolean optional : new boolean[] {false, true}) {
            ResultCodec codec = optional
                    ? ResultCodec.ofOptional(new JacksonCodec(), type)
                    : ResultCodec.of(new JacksonCodec(), type);
            if (type != int.class) {
                check(codec, codec.encode(optional ? Optional.of(value) : value, KEY.text()));
            }
        }
    }

    private static void check(ResultCodec codec, byte[] payload) {
        Key key =
                Namespace.of("test", "cache", "copies", Key.Retention.EVICTABLE).key("1");
        try (KvStore store = new InMemoryKvStore();
                NearCaches caches = new NearCaches(new Far(store), KvListeners.NONE, System::nanoTime)) {
            NearSettings on = CacheSettings.BUILT_IN.near().withMode(NearSettings.Mode.ON);
            NearCache near = caches.of(KEY.namespace(), on);
            Object first = codec.decode(payload, 0, payload.length, KEY.text());
            near.begin(KEY).keep(codec, false, first, payload, 0, Long.MAX_VALUE / 2_000);
            for (int seed = 0; seed < 50; seed++) {
                byte[] before = payload.clone();
                change(
                        seed == 0
                                ? first
                                : near.answer(KEY, codec, result -> true).value(),
                        new SplittableRandom(seed));
                assertThat(codec.encode(near.answer(KEY, codec, result -> true).value(), KEY.text()))
                        .as("seed %d", seed)
                        .isEqualTo(before);
            }
        }
    }

    // Whatever a caller can do to what it got.
    @SuppressWarnings("unchecked")
    private static void change(Object result, SplittableRandom random) {
        if (result instanceof Optional<?> held) {
            held.ifPresent(inner -> change(inner, random));
        } else if (result instanceof Collection<?> some) {
            some.forEach(inner -> change(inner, random));
            some.removeIf(inner -> random.nextBoolean());
        } else if (result instanceof Map<?, ?> map) {
            map.values().forEach(inner -> change(inner, random));
            map.values().removeIf(inner -> random.nextBoolean());
        } else if (result instanceof Bean bean) {
            change(bean.texts, random);
            bean.number = random.nextInt();
        } else if (result instanceof Tagged tagged) {
            change(tagged.tags(), random);
        } else if (result instanceof byte[] bytes) {
            bytes[random.nextInt(bytes.length)]++;
        } else if (result instanceof int[] numbers) {
            numbers[0]++;
        } else if (result instanceof Object[] array) {
            change(array[0], random);
            Array.set(array, random.nextInt(array.length), null);
        }
    }

    /** A store whose values are kept as bytes if they are not kept as objects. */
    private static final class Far extends ForwardingKvStore {

        Far(KvStore store) {
            super(store);
        }

        @Override
        public Set<Capability> capabilities() {
            return Set.of();
        }
    }
}

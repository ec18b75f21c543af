package io.kvkit.recipe.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kvkit.store.Key;
import io.kvkit.store.Namespace;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HotKeysTest {

    private static final Namespace KEYS = Namespace.of("shop", "ratelimit", "api", Key.Retention.EVICTABLE);

    private final AtomicLong nanos = new AtomicLong();

    @Test
    void withFewKeysTheNumbersAreExactAndTheBusiestComesFirst() {
        HotKeys hot = counter(3);
        count(hot, "a", 1);
        count(hot, "b", 3);
        count(hot, "c", 2);
        hot.count("api", key("c"), true);
        assertThat(hot.of("api", 10)).containsExactly(hot("b", 3, 0, 0), hot("c", 3, 1, 0), hot("a", 1, 0, 0));
        assertThat(hot.of("api", 1)).extracting(HotKey::id).containsExactly("b");
        assertThat(hot.of("api", 0)).isEmpty();
        assertThat(hot.of("other", 10)).isEmpty();
    }

    @Test
    void limitsAreCountedApart() {
        HotKeys hot = counter(1);
        count(hot, "a", 2);
        hot.count("login", key("b"), false);
        assertThat(hot.of("api", 10)).containsExactly(hot("a", 2, 0, 0));
        assertThat(hot.of("login", 10)).containsExactly(hot("b", 1, 0, 0));
    }

    @Test
    void newKeyTakesThePlaceOfTheLeastBusyOneAndInheritsItsCallsAsAnError() {
        HotKeys hot = counter(2);
        count(hot, "a", 5);
        count(hot, "b", 2);
        count(hot, "c", 1);
        assertThat(hot.of("api", 10)).containsExactly(hot("a", 5, 0, 0), hot("c", 3, 0, 2));
    }

    @Test
    void everyKeyWithMoreThanItsShareIsFoundAmongManyOthers() {
        for (long seed = 1; seed <= 20; seed++) {
            Random random = new Random(seed);
            HotKeys hot = counter(20);
            int[] calls = new int[3];
            int all = 10_000;
            for (int i = 0; i < all; i++) {
                int key = random.nextInt(15);
                if (key < calls.length) {
                    calls[key]++;
                    hot.count("api", key("hot" + key), false);
                } else {
                    hot.count("api", key("flood" + i), false);
                }
            }
            List<HotKey> found = hot.of("api", 20);
            for (int key = 0; key < calls.length; key++) {
                String id = "hot" + key;
                HotKey one = found.stream()
                        .filter(each -> each.id().equals(id))
                        .findFirst()
                        .orElseThrow();
                assertThat(one.calls()).as("seed %d", seed).isBetween((long) calls[key], calls[key] + one.error());
                assertThat(one.error()).isLessThanOrEqualTo(all / 20);
            }
            assertThat(found.stream().mapToLong(HotKey::calls).sum()).isEqualTo(all);
        }
    }

    @Test
    void numbersAreHalvedOnceAMinuteAndKeysWithoutCallsAreForgotten() {
        HotKeys hot = counter(4);
        count(hot, "a", 9);
        count(hot, "b", 1);
        hot.count("api", key("a"), true);
        nanos.addAndGet(TimeUnit.MINUTES.toNanos(1) - 1);
        assertThat(hot.of("api", 10)).containsExactly(hot("a", 10, 1, 0), hot("b", 1, 0, 0));
        nanos.addAndGet(1);
        assertThat(hot.of("api", 10)).containsExactly(hot("a", 5, 0, 0));
        nanos.addAndGet(TimeUnit.MINUTES.toNanos(2));
        count(hot, "b", 2);
        assertThat(hot.of("api", 10)).containsExactly(hot("b", 2, 0, 0), hot("a", 1, 0, 0));
        nanos.addAndGet(TimeUnit.DAYS.toNanos(365));
        assertThat(hot.of("api", 10)).isEmpty();
    }

    @Test
    void keyThatWasHalvedCanBeTheLeastBusyOne() {
        HotKeys hot = counter(2);
        count(hot, "a", 4);
        count(hot, "b", 4);
        count(hot, "c", 1);
        nanos.addAndGet(TimeUnit.MINUTES.toNanos(1));
        count(hot, "d", 10);
        count(hot, "e", 1);
        assertThat(hot.of("api", 10)).extracting(HotKey::id).containsExactly("d", "e");
    }

    @Test
    void callsOfManyThreadsAreAllCounted() {
        HotKeys hot = counter(4);
        CompletableFuture.allOf(IntStream.range(0, 4)
                        .mapToObj(i -> CompletableFuture.runAsync(() -> {
                            for (int call = 0; call < 1_000; call++) {
                                count(hot, "abcd".substring(call % 4, call % 4 + 1), 1);
                            }
                        }))
                        .toArray(CompletableFuture[]::new))
                .join();
        assertThat(hot.of("api", 10)).extracting(HotKey::calls).containsExactly(1_000L, 1_000L, 1_000L, 1_000L);
    }

    @Test
    void namesAreBounded() {
        HotKeys hot = counter(1);
        for (int i = 0; i < 2_000; i++) {
            hot.count("limit" + i, key("a"), false);
        }
        assertThat(hot.of("limit999", 1)).hasSize(1);
        assertThat(hot.of("limit1999", 1)).isEmpty();
    }

    @Test
    void textDoesNotShowWhoIsLimited() {
        assertThat(hot("192.0.2.1", 1, 0, 0).toString())
                .contains("shop:ratelimit:api#")
                .doesNotContain("192");
    }

    @Test
    void numberOfKeysIsChecked() {
        assertThatIllegalArgumentException().isThrownBy(() -> new HotKeys(0)).withMessageContaining("is 0");
        assertThatIllegalArgumentException().isThrownBy(() -> new HotKeys(HotKeys.MOST + 1));
    }

    private HotKeys counter(int most) {
        return new HotKeys(most, nanos::get);
    }

    private static void count(HotKeys hot, String id, int calls) {
        for (int i = 0; i < calls; i++) {
            hot.count("api", key(id), false);
        }
    }

    private static HotKey hot(String id, long calls, long refused, long error) {
        return new HotKey(key(id), calls, refused, error);
    }

    private static Key key(String id) {
        return KEYS.key(id);
    }
}

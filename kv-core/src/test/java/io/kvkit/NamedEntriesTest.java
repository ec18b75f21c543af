package io.kvkit;

import static io.kvkit.call.Failures.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.claim.StoredEntry;
import io.kvkit.claim.StoredEntry.State;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.meter.Algorithm;
import io.kvkit.meter.Band;
import io.kvkit.meter.Meter;
import io.kvkit.recipe.Area;
import io.kvkit.recipe.Catalog;
import io.kvkit.recipe.KeyWriter;
import io.kvkit.recipe.cache.CacheRules;
import io.kvkit.recipe.cache.CacheSettings;
import io.kvkit.recipe.once.InProgress;
import io.kvkit.recipe.once.OnceSettings;
import io.kvkit.recipe.ratelimit.OnStoreFailure;
import io.kvkit.recipe.ratelimit.RateLimitSettings;
import io.kvkit.store.KvStore;
import io.kvkit.store.Ttl;
import io.kvkit.tck.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What a client without Spring finds by name. */
class NamedEntriesTest {

    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Meter TWO_A_DAY = Meter.of(Band.of(Algorithm.TOKEN_BUCKET, 2, DAY));

    private final AtomicLong now = new AtomicLong(VirtualTime.START_MICROS);
    private final KvStore store = new InMemoryKvStore(now::get);
    private final Catalog catalog = new Catalog() {
        @Override
        public CacheSettings cache(String name) {
            return name.equals("products") ? CacheSettings.of(name, 60_000) : null;
        }

        @Override
        public RateLimitSettings rateLimit(String name) {
            return name.equals("mail") ? new RateLimitSettings(name, TWO_A_DAY, OnStoreFailure.CLOSED) : null;
        }

        @Override
        public boolean isExecutable(String operation) {
            return !operation.equals("responses");
        }

        @Override
        public OnceSettings operation(String name) {
            return name.equals("payments") || name.equals("responses")
                    ? OnceSettings.idempotency(LEASE, DAY, io.kvkit.recipe.once.OnStoreFailure.FAIL)
                    : null;
        }

        @Override
        public OnceSettings consumer(String name) {
            return name.equals("shipping")
                    ? OnceSettings.dedupe(LEASE, DAY, InProgress.REJECT, io.kvkit.recipe.once.OnStoreFailure.FAIL)
                    : null;
        }
    };

    private KvClient client() {
        return KvClient.builder().store(store).catalog(catalog).build();
    }

    @Test
    void twoClientsOfOneStoreShareTheEntriesOfAName() {
        KvCache<Integer, List<String>> here = client().cache("products", new TypeRef<List<String>>() {});
        KvCache<Long, List<String>> there = client().cache("products", new TypeRef<List<String>>() {});
        here.put(1, List.of("a"));
        assertThat(there.get(1L)).containsExactly("a");
        there.invalidate(1L);
        assertThat(here.get(1)).isNull();
    }

    @Test
    void severalKeysAreRemovedTogetherByBothFaces() {
        KvCache<Integer, String> here = client().cache("products", String.class);
        AsyncKvCache<Object, String> there = client().async().cache("products", String.class);
        List.of(1, 2, 3, 4).forEach(id -> here.put(id, "a"));
        here.invalidateAll(List.of(1, 2));
        join(there.invalidateAll(List.of("3", List.of(4))));
        assertThat(here.get(1)).isNull();
        assertThat(here.get(2)).isNull();
        assertThat(here.get(3)).isNull();
        assertThat(here.get(4)).isEqualTo("a");
    }

    @Test
    void valueOfAnotherTypeIsNoValue() {
        KvCache<Integer, String> texts = client().cache("products", String.class);
        KvCache<Integer, Integer> numbers = client().cache("products", Integer.class);
        texts.put(1, "a");
        assertThat(numbers.get(1)).isNull();
    }

    @Test
    void permitsAreThoseOfTheName() {
        KvRateLimit mail = client().rateLimit("mail");
        AsyncKvRateLimit async = client().async().rateLimit("mail");
        assertThat(mail.tryAcquire("ann").remaining()).isOne();
        assertThat(join(async.peek("ann")).remaining()).isOne();
        assertThat(join(async.tryAcquire("ann", 2)).allowed()).isFalse();
        assertThat(join(async.scoped("acme").tryAcquire("ann", 2)).allowed()).isTrue();
        assertThat(mail.scoped("acme").peek("ann").remaining()).isZero();
    }

    @Test
    void bothFacesReplayTheCallsOfAnOperation() {
        KvOperation<String> here = client().operation("payments", String.class);
        AsyncKvOperation<String> there = client().async().operation("payments", String.class);
        assertThat(here.execute("a", () -> "paid")).isEqualTo(new IdempotentResult<>("paid", false));
        assertThat(join(there.execute("a", () -> CompletableFuture.completedFuture("again"))))
                .isEqualTo(new IdempotentResult<>("paid", true));
        assertThat(join(there.scoped("acme").execute("a", () -> CompletableFuture.completedFuture("theirs"))))
                .isEqualTo(new IdempotentResult<>("theirs", false));
        assertThat(here.scoped("acme").execute("a", () -> "again").value()).isEqualTo("theirs");
    }

    @Test
    void operationThatKeepsResponsesDoesNoWorkOfAClient() {
        KvOperation<String> responses = client().operation("responses", String.class);
        assertThatIllegalStateException()
                .isThrownBy(() -> responses.execute("a", () -> "paid"))
                .withMessageContaining("\"responses\"");
        assertThat(responses.explain("a").state()).isEqualTo(StoredEntry.State.NONE);
    }

    @Test
    void workThatIsNullTakesNoKey() {
        KvOperation<String> operation = client().operation("payments", String.class);
        assertThatNullPointerException().isThrownBy(() -> operation.execute("a", null));
        assertThat(operation.explain("a").state()).isEqualTo(StoredEntry.State.NONE);
        KvConsumer consumer = client().consumer("shipping");
        assertThatNullPointerException().isThrownBy(() -> consumer.processOnce("a", null));
        assertThat(consumer.explain("a").state()).isEqualTo(StoredEntry.State.NONE);
        KvCache<String, String> cache = client().cache("products", String.class);
        assertThatNullPointerException().isThrownBy(() -> cache.get("a", null));
        assertThat(cache.explain("a").state()).isEqualTo(StoredEntry.State.NONE);
    }

    @Test
    void primitiveTypeIsThatOfItsWrapper() {
        client().cache("products", long.class).put("a", 7L);
        assertThat(client().cache("products", Long.class).get("a")).isEqualTo(7L);
    }

    @Test
    void bothFacesProcessTheEventsOfAConsumerOnce() {
        KvConsumer here = client().consumer("shipping");
        AsyncKvConsumer there = client().async().consumer("shipping");
        assertThatThrownBy(() -> here.processOnce(1, () -> {
                    throw new IllegalStateException("no");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(join(there.processOnce("1", () -> CompletableFuture.completedFuture(null))))
                .isTrue();
        assertThat(here.processOnce(1, () -> {})).isFalse();
        assertThat(here.scoped("acme").processOnce(1, () -> {})).isTrue();
        assertThat(join(there.scoped("acme").processOnce(1, () -> CompletableFuture.completedFuture(null))))
                .isFalse();
    }

    @Test
    void explainReturnsWhatIsStoredAndUntilWhen() {
        KvCache<Integer, String> texts = client().cache("products", String.class);
        assertThat(texts.explain(1).stored()).isEqualTo(new StoredEntry(State.NONE, null));
        texts.get(1, () -> {
            assertThat(texts.explain(1).stored()).isEqualTo(new StoredEntry(State.IN_PROGRESS, after(10_000)));
            return "a";
        });
        assertThat(texts.explain(1).stored()).isEqualTo(new StoredEntry(State.STORED, after(60_000)));
        now.addAndGet(60_500_000);
        assertThat(texts.explain(1).stored()).isEqualTo(new StoredEntry(State.LAPSED, null));
        join(store.set(Area.CACHE.namespace("kv", "products").key("1"), new byte[] {1}, Ttl.NONE));
        assertThat(texts.explain(1).stored()).isEqualTo(new StoredEntry(State.DAMAGED, null));
    }

    private Instant after(long millis) {
        return Instant.EPOCH.plus(now.get() + millis * 1_000, ChronoUnit.MICROS);
    }

    @Test
    void valueCanHaveATimeToLiveOfItsOwn() {
        KvCache<Integer, String> texts = client().cache("products", String.class);
        texts.put(1, "a", Duration.ofSeconds(5));
        assertThat(texts.explain(1).stored()).isEqualTo(new StoredEntry(State.STORED, after(5_000)));
        join(client().async().<Integer, String>cache("products", String.class).put(2, "b", Duration.ofSeconds(6)));
        assertThat(texts.explain(2).stored()).isEqualTo(new StoredEntry(State.STORED, after(6_000)));
        assertThatIllegalArgumentException().isThrownBy(() -> texts.put(3, "c", Duration.ZERO));
    }

    @Test
    void rulesDecideAboutValuesAsExpressionsOfAnnotationsDo() {
        CacheRules rules = new CacheRules() {
            @Override
            public boolean isStorable(Object result) {
                return !"secret".equals(result);
            }

            @Override
            public long ttlMillis(Object result, long configured) {
                return "short".equals(result) ? 1_000 : configured;
            }

            @Override
            public boolean isValid(Object result) {
                return !"revoked".equals(result);
            }
        };
        KvCache<Integer, String> texts =
                client().<Integer, String>cache("products", String.class).with(rules);
        assertThat(texts.get(1, () -> "secret")).isEqualTo("secret");
        assertThat(texts.get(1)).isNull();
        texts.put(2, "short");
        assertThat(texts.explain(2).stored()).isEqualTo(new StoredEntry(State.STORED, after(1_000)));
        texts.put(3, "revoked");
        assertThat(texts.get(3)).isNull();
        assertThat(texts.get(3, () -> "new")).isEqualTo("new");
        assertThat(join(client().async()
                        .<Integer, String>cache("products", String.class)
                        .with(rules)
                        .get(3)))
                .isEqualTo("new");
    }

    @Test
    void namesThatNobodyKnowsAreRefused() {
        KvClient client = client();
        assertThatIllegalArgumentException().isThrownBy(() -> client.cache("other", String.class));
        assertThatIllegalArgumentException().isThrownBy(() -> client.rateLimit("products"));
        assertThatIllegalArgumentException().isThrownBy(() -> client.operation("products", String.class));
        assertThatIllegalArgumentException().isThrownBy(() -> client.consumer("products"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> client.cache("client", String.class))
                .withMessageContaining("The other calls");
    }

    @Test
    void keysAreWrittenWithoutAmbiguity() {
        KeyWriter writer = KeyWriter.BASIC;
        assertThat(writer.text(Area.CACHE, 1)).isEqualTo(writer.text(Area.CACHE, "1"));
        assertThat(writer.text(Area.CACHE, List.of("a,b")))
                .isEqualTo("[a\\,b]")
                .isNotEqualTo(writer.text(Area.CACHE, List.of("a", "b")));
        assertThat(writer.text(Area.CACHE, Arrays.asList("a", null))).isEqualTo("[a,\\0]");
        assertThatIllegalArgumentException().isThrownBy(() -> writer.text(Area.DEDUPE, List.of("")));
        assertThatIllegalArgumentException().isThrownBy(() -> writer.text(Area.CACHE, Map.of()));
    }
}

package io.kvkit.recipe.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.Failures;
import io.kvkit.call.Timer;
import io.kvkit.claim.ClaimRequest;
import io.kvkit.claim.Claims;
import io.kvkit.claim.StoredEntry.State;
import io.kvkit.claim.Token;
import io.kvkit.codec.Compression;
import io.kvkit.codec.JacksonCodec;
import io.kvkit.codec.KvKeyring;
import io.kvkit.codec.PayloadForm;
import io.kvkit.codec.ResultCodec;
import io.kvkit.event.CacheEvent.Outcome;
import io.kvkit.event.KvListeners;
import io.kvkit.recipe.cache.CacheEntry.Tier;
import io.kvkit.recipe.cache.near.NearSettings;
import io.kvkit.recipe.cache.near.NearSettings.Mode;
import io.kvkit.store.Key;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.store.Ttl;
import io.kvkit.tck.CallStyle;
import io.kvkit.tck.Eventually;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a cache tells about one key; held on every store. */
abstract class ExplainContract {

    private static final ResultCodec TEXT = ResultCodec.of(new JacksonCodec(), String.class);
    private static final CacheSettings SETTINGS =
            CacheSettings.of("products", 600_000).withNear(NearSettings.BUILT_IN.withMode(Mode.OFF));

    private final List<Outcome> outcomes = new CopyOnWriteArrayList<>();
    private final Key key = Namespace.of(UUID.randomUUID().toString(), "cache", "products", Retention.EVICTABLE)
            .key("17");
    private KvStore store;
    private Cache cache;

    abstract KvStore store();

    @BeforeEach
    void open() {
        store = store();
        cache = new Cache(store, Timer.system("explain-test"), KvListeners.of(CacheScenario.outcomes(outcomes::add)));
    }

    @AfterEach
    void close() {
        cache.close();
        store.close();
    }

    private CacheCall call(CacheSettings settings, String... tags) {
        return new CacheCall(key, settings, TEXT, new CacheRules() {
            @Override
            public Collection<String> tags(@Nullable Object result) {
                return List.of(tags);
            }
        });
    }

    private Object load(CacheCall call, String result) {
        return CallStyle.PLAIN
                .start(cache.guard(), call, () -> CompletableFuture.completedFuture(result))
                .join();
    }

    private CacheEntry explain(CacheCall call) {
        return Failures.join(cache.explain(call));
    }

    @Test
    void nothingIsKnownOfAKeyThatNobodyAskedFor() {
        CacheEntry entry = explain(call(SETTINGS));
        assertThat(entry.state()).isEqualTo(State.NONE);
        assertThat(entry.tier()).isEqualTo(Tier.NONE);
        assertThat(entry.size()).isZero();
        assertThat(entry.value()).isNull();
        assertThat(entry.owner()).isNull();
    }

    @Test
    void storedValueShowsItsTimesItsSizeAndItsForm() {
        CacheCall call = call(SETTINGS.withStaleness(new Staleness(60_000, 0, 1_000)));
        load(call, "walnut lamp");
        CacheEntry entry = explain(call);
        assertThat(entry.state()).isEqualTo(State.STORED);
        assertThat(entry.tier()).isEqualTo(Tier.STORE);
        assertThat(entry.size()).isEqualTo(Failures.join(store.get(key)).length);
        assertThat(entry.owner()).isNull();
        CacheEntry.Value value = entry.value();
        assertThat(value.age()).isBetween(Duration.ZERO, Duration.ofMinutes(1));
        assertThat(value.fresh()).isBetween(Duration.ofMinutes(8), Duration.ofMinutes(11));
        assertThat(value.usable().minus(value.fresh())).isEqualTo(Duration.ofMinutes(1));
        assertThat(value.outdated()).isFalse();
        assertThat(value.tags()).isEmpty();
        assertThat(value.form()).isEqualTo(new PayloadForm("json", false, Compression.NONE, false));
        assertThat(entry.toString()).doesNotContain("walnut");
    }

    @Test
    void lookingIsNoCall() {
        load(call(SETTINGS), "one");
        explain(call(SETTINGS));
        assertThat(outcomes).containsExactly(Outcome.MISS);
    }

    @Test
    void nearCacheIsTheFirstTier() {
        CacheCall call = call(SETTINGS.withNear(NearSettings.BUILT_IN.withMode(Mode.ON)));
        load(call, "one");
        assertThat(explain(call).tier()).isEqualTo(Tier.STORE);
        Eventually.asserted(() -> {
            load(call, "two");
            assertThat(explain(call).tier()).isEqualTo(Tier.NEAR);
        });
        Failures.join(cache.invalidate(key));
        assertThat(explain(call).tier()).isEqualTo(Tier.NONE);
    }

    @Test
    void valueShowsItsTagsAndWhetherTheyOutdateIt() {
        CacheCall call = call(SETTINGS.withTagged(true), "toys", "sale");
        load(call, "one");
        CacheEntry.Value value = explain(call).value();
        assertThat(value.tags()).hasSize(2);
        assertThat(value.hasTag("toys")).isTrue();
        assertThat(value.hasTag("books")).isFalse();
        assertThat(value.outdated()).isFalse();

        Failures.join(cache.invalidateTags(key.namespace(), List.of("sale")));
        CacheEntry removed = explain(call);
        assertThat(removed.value().outdated()).isTrue();
        assertThat(removed.state()).isEqualTo(State.LAPSED);
        assertThat(removed.tier()).isEqualTo(Tier.NONE);
        load(call, "two");
        Failures.join(cache.invalidateAll(key.namespace()));
        assertThat(explain(call).value().outdated()).isTrue();
    }

    @Test
    void callThatComputesIsTheOwner() {
        CacheCall call = call(SETTINGS);
        CompletableFuture<String> load = new CompletableFuture<>();
        var first = CallStyle.STAGE.start(cache.guard(), call, () -> load);
        Eventually.until(() -> explain(call).owner() != null);
        CacheEntry entry = explain(call);
        assertThat(entry.state()).isEqualTo(State.IN_PROGRESS);
        assertThat(entry.tier()).isEqualTo(Tier.NONE);
        assertThat(entry.owner().here()).isTrue();
        assertThat(entry.owner().left()).isBetween(Duration.ofMillis(1), Duration.ofSeconds(11));
        assertThat(entry.owner().token()).matches("[0-9a-f]{8}-[0-9a-f]{4}");
        load.complete("one");
        first.join();
        assertThat(explain(call).owner()).isNull();
    }

    @Test
    void ownerOfAnotherProcessIsNotHere() {
        Token other = new Token(7L << 32, 9);
        Failures.join(new Claims(store, Timer.system("explain-other")).claim(key, ClaimRequest.refresh(other, 60_000)));
        assertThat(explain(call(SETTINGS)).owner().here()).isFalse();
        assertThat(explain(call(SETTINGS)).owner().token()).isEqualTo("00000007-0009");
    }

    @Test
    void staleValueAndItsRefreshAreBothShown() {
        CacheSettings settings = CacheSettings.of("products", 1)
                .withNear(SETTINGS.near())
                .withStaleness(new Staleness(600_000, 0, 1_000));
        load(call(settings), "old");
        Eventually.until(() -> explain(call(settings)).value().fresh().isNegative());
        CacheEntry stale = explain(call(settings));
        assertThat(stale.state()).isEqualTo(State.STALE);
        assertThat(stale.tier()).isEqualTo(Tier.STORE);
        assertThat(stale.value().age()).isNotNull();

        Failures.join(new Claims(store, Timer.system("explain-other"))
                .claim(key, ClaimRequest.refresh(Token.random(), 60_000)));
        CacheEntry refreshing = explain(call(settings));
        assertThat(refreshing.state()).isEqualTo(State.REFRESHING);
        assertThat(refreshing.owner()).isNotNull();
        assertThat(refreshing.value().age())
                .as("the age of the value that is replaced")
                .isNull();
        assertThat(explain(call(SETTINGS)).tier())
                .as("for a call that does not take stale values")
                .isEqualTo(Tier.NONE);
    }

    @Test
    void sealedAndCompressedValueShowsThat() {
        ResultCodec sealed = TEXT.packed(
                Compression.LZ4, KvKeyring.builder().key("k", new byte[32]).build());
        CacheCall call = CacheCall.of(key, SETTINGS, sealed);
        load(call, "a".repeat(5_000));
        CacheEntry entry = explain(call);
        assertThat(entry.size()).isBetween(1, 500);
        assertThat(entry.value().form()).isEqualTo(new PayloadForm("json", true, Compression.LZ4, false));
    }

    @Test
    void valueOfAnotherTypeHasNoCodec() {
        load(call(SETTINGS), "one");
        CacheCall numbers = CacheCall.of(key, SETTINGS, ResultCodec.of(new JacksonCodec(), Integer.class));
        assertThat(explain(numbers).value().form().codec()).isNull();
    }

    @Test
    void storedNullIsAbsent() {
        load(call(SETTINGS), null);
        assertThat(explain(call(SETTINGS)).value().form().absent()).isTrue();
    }

    @Test
    void foreignBytesAreDamagedAndHaveASize() {
        Failures.join(store.set(key, new byte[] {1, 2, 3}, Ttl.NONE));
        CacheEntry entry = explain(call(SETTINGS));
        assertThat(entry.state()).isEqualTo(State.DAMAGED);
        assertThat(entry.size()).isEqualTo(3);
        assertThat(entry.tier()).isEqualTo(Tier.NONE);
    }
}

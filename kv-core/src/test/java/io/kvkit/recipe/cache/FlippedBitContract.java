package io.kvkit.recipe.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.Failures;
import io.kvkit.call.Timer;
import io.kvkit.codec.JacksonCodec;
import io.kvkit.codec.ResultCodec;
import io.kvkit.event.CacheEvent;
import io.kvkit.event.CacheEvent.Outcome;
import io.kvkit.event.KvListeners;
import io.kvkit.recipe.cache.near.NearSettings;
import io.kvkit.store.Key;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.store.Ttl;
import io.kvkit.tck.CallStyle;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every single flipped bit of a stored result is a counted miss that is repaired, on every store. */
abstract class FlippedBitContract {

    private static final CacheSettings PLAIN = CacheSettings.of("products", 600_000);
    private static final Staleness STALE = new Staleness(600_000, 0, 1_000);

    /** Results whose records have different fields. */
    enum Kind {
        SHORTEST(PLAIN),
        STALE_LATER(PLAIN.withStaleness(STALE)),
        TAGGED(PLAIN.withTagged(true)),
        LONGEST(PLAIN.withTagged(true).withStaleness(STALE));

        private final CacheSettings settings;

        Kind(CacheSettings settings) {
            this.settings = settings;
        }
    }

    private static final CacheRules RULES = new CacheRules() {
        @Override
        public Collection<String> tags(@Nullable Object result) {
            return List.of("toys", "red");
        }
    };

    private final Key key = Namespace.of(UUID.randomUUID().toString(), "cache", "products", Retention.EVICTABLE)
            .key("1");
    private final Queue<Outcome> events = new ConcurrentLinkedQueue<>();
    private KvStore store;
    private Cache cache;

    abstract KvStore store();

    @BeforeEach
    void begin() {
        store = store();
        KvListeners listeners = KvListeners.of(event -> events.add(((CacheEvent) event).outcome()));
        cache = new Cache(store, Timer.system("flipped-bit-test"), listeners);
    }

    @AfterEach
    void end() {
        cache.close();
        store.close();
    }

    private @Nullable Object get(CacheSettings settings, String loaded) {
        CacheSettings far = settings.withNear(NearSettings.BUILT_IN.withMode(NearSettings.Mode.OFF));
        CacheCall call = new CacheCall(key, far, ResultCodec.of(new JacksonCodec(), String.class), RULES);
        return CallStyle.STAGE
                .start(cache.guard(), call, () -> CompletableFuture.completedFuture(loaded))
                .join();
    }

    /** A change that was noted there must not be forgotten. */
    @Test
    void damagedRecordOfTheTagsIsACountedMissThatIsRepaired() {
        CacheSettings tagged = Kind.TAGGED.settings;
        Key tags = Outdated.key(key.namespace());
        Failures.join(cache.invalidateTags(key.namespace(), List.of("toys")));
        get(tagged, "one");
        byte[] intact = Failures.join(store.get(tags));
        for (int at = 0; at < intact.length; at++) {
            byte[] damaged = intact.clone();
            damaged[at] ^= 1;
            Failures.join(store.set(tags, damaged, Ttl.ofMillis(600_000)));
            events.clear();
            assertThat(get(tagged, "two" + at)).as("byte %d", at).isEqualTo("two" + at);
            assertThat(Collections.frequency(events, Outcome.CORRUPT))
                    .as("byte %d", at)
                    .isOne();
            assertThat(get(tagged, "three")).as("byte %d", at).isEqualTo("two" + at);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void everyFlippedBitIsACountedMissThatIsRepaired(Kind kind) {
        get(kind.settings, "one");
        byte[] intact = Failures.join(store.get(key));
        for (int bit = 0; bit < intact.length * Byte.SIZE; bit++) {
            byte[] damaged = intact.clone();
            damaged[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            Failures.join(store.set(key, damaged, Ttl.ofMillis(600_000)));
            events.clear();
            assertThat(get(kind.settings, "two")).as("bit %d", bit).isEqualTo("two");
            assertThat(Collections.frequency(events, Outcome.CORRUPT))
                    .as("bit %d", bit)
                    .isOne();
            assertThat(get(kind.settings, "three")).as("bit %d", bit).isEqualTo("two");
        }
    }
}

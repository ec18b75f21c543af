package io.kvkit.recipe.once;

import io.kvkit.call.Failures;
import io.kvkit.call.SystemTimer;
import io.kvkit.codec.JacksonCodec;
import io.kvkit.event.KvListeners;
import io.kvkit.event.OnceEvent;
import io.kvkit.event.OnceEvent.Outcome;
import io.kvkit.lettuce.LettuceKvStore;
import io.kvkit.lettuce.LettuceSettings;
import io.kvkit.lettuce.LettuceSettingsBuilder;
import io.kvkit.recipe.once.near.NearRecords;
import io.kvkit.store.Durability;
import io.kvkit.store.Durability.Level;
import io.kvkit.store.Key;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.KvException;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.tck.CallStyle;
import io.kvkit.tck.Connected;
import io.kvkit.tck.Eventually;
import io.kvkit.tck.Handler;
import io.kvkit.tck.RedisServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** What a process has for calls whose claims are durable: a store on a server, a timer, and what it hears of. */
final class DurableProcess implements AutoCloseable {

    // A busy machine must not fail a test that is not about time.
    static final Duration LONG = Duration.ofSeconds(20);
    static final Duration LEASE = Duration.ofSeconds(30);

    /** For what must be durable. */
    static final Durability PATIENT = Durability.of(Level.REPLICA).within(Duration.ofSeconds(9));

    /** For what must not be durable. */
    static final Durability SHORT = PATIENT.within(Duration.ofMillis(50));

    /** For what must be durable at first, and then not. */
    static final Durability MIDDLE = PATIENT.within(Duration.ofSeconds(1));

    private static final AtomicInteger TESTS = new AtomicInteger();

    final Namespace keys = Namespace.of("t" + TESTS.incrementAndGet(), "idempotency", "durable", Retention.KEPT);
    final List<Outcome> outcomes = new CopyOnWriteArrayList<>();
    final SystemTimer timer = new SystemTimer("kvkit-test-durable");
    final KvStore store;

    private DurableProcess(KvStore store) {
        this.store = store;
    }

    static DurableProcess on(RedisServer server) {
        return on(LettuceSettings.ofUri(server.uri()));
    }

    static DurableProcess on(LettuceSettingsBuilder settings) {
        return new DurableProcess(
                Connected.await(new LettuceKvStore(settings.timeout(LONG).build())));
    }

    Key key() {
        return keys.key("4711");
    }

    Once once(Durability durability) {
        return once(store, durability);
    }

    Once once(KvStore where, Durability durability) {
        KvListeners listeners = KvListeners.of(event -> {
            if (event instanceof OnceEvent once) {
                outcomes.add(once.outcome());
            }
        });
        return new Once(where, timer, listeners, new JacksonCodec(), NearRecords.NONE, durability);
    }

    /** The result of a call with the usual key; null if it is refused. */
    @Nullable
    Object value(Once once, String value) {
        try {
            return run(CallStyle.STAGE, once, Handler.returning(value));
        } catch (IdempotencyInProgressException | KvException refused) {
            return null;
        }
    }

    @Nullable
    Object run(CallStyle style, Once once, Handler handler) {
        return run(style, once, call(key(), OnStoreFailure.FAIL), handler);
    }

    static @Nullable Object run(CallStyle style, Once once, OnceCall call, Handler handler) {
        return Failures.<Object>join(
                style.start(once.guard(), call, handler).orTimeout(Eventually.PATIENCE.toSeconds(), TimeUnit.SECONDS));
    }

    static OnceCall call(Key key, OnStoreFailure policy) {
        return call(key, LEASE, policy);
    }

    static OnceCall call(Key key, Duration lease, OnStoreFailure policy) {
        var settings = OnceSettings.idempotency(lease, Duration.ofHours(1), policy);
        return new OnceCall(key, null, new Duplicates.Replay(OnceProcess.TEXT), settings);
    }

    @Override
    public void close() {
        store.close();
        timer.close();
    }
}

package io.kvkit.recipe.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.Failures;
import io.kvkit.call.Timer;
import io.kvkit.codec.JacksonCodec;
import io.kvkit.codec.ResultCodec;
import io.kvkit.event.KvListeners;
import io.kvkit.lettuce.LettuceKvStore;
import io.kvkit.lettuce.LettuceSettings;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import io.kvkit.store.Transition;
import io.kvkit.tck.CallStyle;
import io.kvkit.tck.Connected;
import io.kvkit.tck.Eventually;
import io.kvkit.tck.FaultProxy;
import io.kvkit.tck.FaultProxy.Fault;
import io.kvkit.tck.ForwardingKvStore;
import io.kvkit.tck.RedisServer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Updates of which a step reaches the server after a newer update was acknowledged. */
@Tag("slow")
@Timeout(180)
class LateUpdateTest {

    private static final CacheSettings SETTINGS = CacheSettings.of("products", 600_000);

    private final RedisServer server = RedisServer.start();
    private final FaultProxy proxy = new FaultProxy(server.port());
    private final Line store = new Line(proxy);
    private final Cache cache = new Cache(store, Timer.system("late-update-test"), KvListeners.NONE);
    private final CacheCall call = call("late");

    /** A store whose connection ends while one step is on its way, which stays there. */
    private static final class Line extends ForwardingKvStore {

        private final FaultProxy proxy;
        private volatile String late = "";

        Line(FaultProxy proxy) {
            super(Connected.await(new LettuceKvStore(LettuceSettings.ofUri(proxy.uri())
                    .timeout(Eventually.PATIENCE)
                    .build())));
            this.proxy = proxy;
        }

        @Override
        public <R> CompletionStage<R> apply(Key key, Transition<R> transition) {
            if (!transition.script().name().equals(late)) {
                return super.apply(key, transition);
            }
            late = "";
            proxy.fault(Fault.KEEP);
            CompletionStage<R> reply = super.apply(key, transition);
            Eventually.until(proxy::keeps);
            proxy.cut();
            proxy.fault(Fault.NONE);
            return reply;
        }

        KvStore connected() {
            return Connected.await(delegate());
        }
    }

    private static CacheCall call(String id) {
        return CacheCall.of(CacheOnRedis.key(id), SETTINGS, ResultCodec.of(new JacksonCodec(), String.class));
    }

    @BeforeEach
    void letTheServerKnowTheScripts() {
        Failures.join(cache.put(call("other"), "value"));
    }

    @AfterEach
    void close() {
        cache.close();
        store.close();
        proxy.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"claim", "fail", "complete"})
    void olderUpdateThatArrivesLateDoesNotTakeThePlaceOfANewerOne(String step) {
        store.late = step;
        Failures.join(cache.put(call, "old"));
        Connected.await(store.connected());
        Failures.join(cache.put(call, "new"));
        proxy.deliver();
        assertThat(read("new")).isEqualTo("new");
    }

    @ParameterizedTest
    @ValueSource(strings = {"claim", "fail", "complete"})
    void updateThatArrivesAfterAnInvalidationBringsNothingBack(String step) {
        store.late = step;
        Failures.join(cache.put(call, "old"));
        Connected.await(store.connected());
        Failures.join(cache.invalidate(call.key()));
        proxy.deliver();
        assertThat(read("new")).isEqualTo("new");
    }

    private Object read(String truth) {
        return CallStyle.STAGE
                .start(cache.guard(), call, () -> CompletableFuture.completedFuture(truth))
                .join();
    }
}

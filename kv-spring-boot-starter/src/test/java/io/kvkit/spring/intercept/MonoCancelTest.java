package io.kvkit.spring.intercept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.call.CallGuard;
import io.kvkit.event.KvListeners;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.recipe.once.Duplicates;
import io.kvkit.recipe.once.InProgress;
import io.kvkit.recipe.once.OnStoreFailure;
import io.kvkit.recipe.once.Once;
import io.kvkit.recipe.once.OnceCall;
import io.kvkit.recipe.once.OnceSettings;
import io.kvkit.recipe.once.ResultFormat;
import io.kvkit.store.Capability;
import io.kvkit.store.Key;
import io.kvkit.store.Namespace;
import io.kvkit.store.Transition;
import io.kvkit.tck.ForwardingKvStore;
import io.kvkit.tck.Handler;
import io.kvkit.tck.VirtualTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** What becomes of a claim whose {@code Mono} is cancelled. */
class MonoCancelTest {

    private static final Key KEY =
            Namespace.of("test", "idempotency", "cancel", Key.Retention.KEPT).key("1");
    private static final Duration LEASE = Duration.ofSeconds(30);

    /** A store that answers when the test wants. */
    private static final class SlowKvStore extends ForwardingKvStore {

        private final CompletableFuture<Void> open = new CompletableFuture<>();

        SlowKvStore(VirtualTime time) {
            super(new InMemoryKvStore(time));
        }

        void open() {
            open.complete(null);
        }

        @Override
        public <R> CompletionStage<R> apply(Key key, Transition<R> transition) {
            return open.thenCompose(opened -> super.apply(key, transition));
        }

        @Override
        public <R> R applyNow(Key key, Transition<R> transition) {
            return null;
        }

        @Override
        public Set<Capability> capabilities() {
            return Set.of();
        }
    }

    private enum Text implements ResultFormat {
        FORMAT;

        @Override
        public byte[] encode(Object result) {
            return result.toString().getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public Object decode(byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /** A call on a store of its own. */
    record Recipe<C>(String name, SlowKvStore store, CallGuard<C> guard, C call, String repetition) {

        Mono<Object> mono(Handler handler) {
            return MonoStyle.mono(guard, call, handler);
        }

        Mono<Object> failing(Error error) {
            return Mono.defer(() -> MonoStyle.REACTOR.mono(guard, call, args -> {
                throw error;
            }));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Recipe<?>> recipes() {
        return Stream.of(idempotency(new VirtualTime()), dedupe(new VirtualTime()));
    }

    private static Recipe<?> idempotency(VirtualTime time) {
        SlowKvStore store = new SlowKvStore(time);
        var settings = OnceSettings.idempotency(LEASE, LEASE, OnStoreFailure.FAIL);
        var call = OnceCall.of(KEY, new Duplicates.Replay(Text.FORMAT), settings);
        var guard = new Once(store, time, KvListeners.NONE).guard();
        return new Recipe<>("idempotency", store, guard, call, "first");
    }

    private static Recipe<?> dedupe(VirtualTime time) {
        SlowKvStore store = new SlowKvStore(time);
        var settings = OnceSettings.dedupe(LEASE, LEASE, InProgress.REJECT, OnStoreFailure.FAIL);
        var call = OnceCall.of(KEY, new Duplicates.Skip(() -> "duplicate"), settings);
        var guard = new Once(store, time, KvListeners.NONE).guard();
        return new Recipe<>("dedupe", store, guard, call, "duplicate");
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void cancelledBeforeTheDecisionTheClaimIsGivenBack(Recipe<?> recipe) {
        Handler handler = Handler.returning("first");
        recipe.mono(handler).subscribe().dispose();
        recipe.store().open();
        assertThat(handler.runs()).isZero();
        Handler second = Handler.returning("second");
        assertThat(recipe.mono(second).block(Duration.ofSeconds(60))).isEqualTo("second");
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void errorThatReactorThrowsGivesTheClaimBack(Recipe<?> recipe) {
        recipe.store().open();
        for (Error error : List.of(new NoClassDefFoundError("gone"), new StackOverflowError())) {
            assertThatThrownBy(() -> recipe.failing(error).block(Duration.ofSeconds(60)))
                    .satisfiesAnyOf(
                            thrown -> assertThat(thrown).isSameAs(error),
                            thrown -> assertThat(thrown).hasRootCause(error));
        }
        Handler second = Handler.returning("second");
        assertThat(recipe.mono(second).block(Duration.ofSeconds(60))).isEqualTo("second");
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void cancelledWhileTheBodyRunsItEndsAndIsRecorded(Recipe<?> recipe) {
        recipe.store().open();
        Handler handler = Handler.open();
        Disposable running = recipe.mono(handler).subscribe();
        handler.awaitBegin();
        running.dispose();
        handler.finish("first");
        Handler second = Handler.returning("second");
        assertThat(recipe.mono(second).block(Duration.ofSeconds(60))).isEqualTo(recipe.repetition());
        assertThat(second.runs()).isZero();
    }
}

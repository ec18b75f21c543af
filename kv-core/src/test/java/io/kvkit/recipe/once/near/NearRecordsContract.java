package io.kvkit.recipe.once.near;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.call.CallGuard;
import io.kvkit.call.Failures;
import io.kvkit.claim.ResolveReply;
import io.kvkit.codec.JacksonCodec;
import io.kvkit.event.KvListeners;
import io.kvkit.event.OnceEvent;
import io.kvkit.event.OnceEvent.Outcome;
import io.kvkit.recipe.once.Duplicates;
import io.kvkit.recipe.once.IdempotencyKeyReusedException;
import io.kvkit.recipe.once.OnStoreFailure;
import io.kvkit.recipe.once.Once;
import io.kvkit.recipe.once.OnceCall;
import io.kvkit.recipe.once.OnceSettings;
import io.kvkit.recipe.once.ResultFormat;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.store.Transition;
import io.kvkit.tck.CallStyle;
import io.kvkit.tck.Eventually;
import io.kvkit.tck.ForwardingKvStore;
import io.kvkit.tck.VirtualTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What calls get from records of finished work that are kept in this JVM. */
abstract class NearRecordsContract {

    private static final NearRecords RECORDS = new NearRecords(100_000, Duration.ofSeconds(10));
    private static final ResultFormat TEXT = new Text();

    final VirtualTime time = new VirtualTime();
    private final List<Outcome> outcomes = new CopyOnWriteArrayList<>();
    private final AtomicInteger runs = new AtomicInteger();
    private final String client = UUID.randomUUID().toString();

    @SuppressWarnings("NullAway.Init")
    private Counting store;

    @SuppressWarnings("NullAway.Init")
    private Once here;

    @SuppressWarnings("NullAway.Init")
    private Once elsewhere;

    /** Opens a store, which the test closes. */
    abstract KvStore open(VirtualTime clock);

    static Stream<CallStyle> styles() {
        return Stream.of(CallStyle.PLAIN, CallStyle.STAGE);
    }

    @BeforeEach
    void open() {
        store = new Counting(open(time));
        here = process();
        elsewhere = process();
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Once process() {
        KvListeners listeners = KvListeners.of(event -> outcomes.add(((OnceEvent) event).outcome()));
        return new Once(store, time, listeners, new JacksonCodec(), RECORDS);
    }

    private Key key(int number) {
        return Namespace.of("test", "idempotency", "near", Key.Retention.KEPT).key(client + number);
    }

    private OnceCall call(int number, int content) {
        byte[] fingerprint = new byte[OnceCall.FINGERPRINT_BYTES];
        fingerprint[0] = (byte) content;
        return new OnceCall(key(number), fingerprint, new Duplicates.Replay(TEXT), OnceSettings.IDEMPOTENCY);
    }

    private @Nullable Object run(Once process, CallStyle style, OnceCall call) {
        return run(process.guard(), style, call);
    }

    private @Nullable Object run(CallGuard<OnceCall> guard, CallStyle style, OnceCall call) {
        return Failures.join(
                style.start(guard, call, () -> CompletableFuture.completedFuture("run " + runs.incrementAndGet())));
    }

    private @Nullable Object run(OnceCall call) {
        return run(here, CallStyle.STAGE, call);
    }

    /** The changes that some work asks of the store. */
    private int asked(Runnable work) {
        int before = store.changes.get();
        work.run();
        return store.changes.get() - before;
    }

    @ParameterizedTest
    @MethodSource("styles")
    void resultOfThisProcessIsReplayedWithoutTheStore(CallStyle style) {
        OnceCall call = call(1, 1);
        assertThat(run(here, style, call)).isEqualTo("run 1");
        assertThat(asked(() -> assertThat(run(here, style, call)).isEqualTo("run 1")))
                .isZero();
        assertThat(outcomes).containsExactly(Outcome.CLAIMED, Outcome.COMPLETED, Outcome.REPLAYED);
    }

    @ParameterizedTest
    @MethodSource("styles")
    void resultOfAnotherProcessIsReadOnce(CallStyle style) {
        OnceCall call = call(1, 1);
        run(elsewhere, style, call);
        int asked = asked(() -> IntStream.range(0, 5).forEach(i -> run(here, style, call)));
        assertThat(asked).isOne();
        assertThat(runs).hasValue(1);
    }

    @Test
    void keyWithOtherContentIsRefusedAsBefore() {
        run(call(1, 1));
        assertThatThrownBy(() -> run(call(1, 2))).isInstanceOf(IdempotencyKeyReusedException.class);
        assertThat(run(call(1, 1))).isEqualTo("run 1");
    }

    @Test
    void recordThatAnOperatorForgetsRunsAgain() {
        OnceCall call = call(1, 1);
        run(call);
        long fence = Failures.join(here.decisions().find(call.key())).fence();
        assertThat(Failures.join(here.decisions().forget(call.key(), fence))).isEqualTo(ResolveReply.RESOLVED);
        assertThat(run(call)).isEqualTo("run 2");
    }

    @Test
    void recordThatAnotherProcessForgetsIsReadAgainAfterTheMaximumStaleness() {
        OnceCall call = call(1, 1);
        run(call);
        long fence = Failures.join(elsewhere.decisions().find(call.key())).fence();
        Failures.join(elsewhere.decisions().forget(call.key(), fence));
        assertThat(run(call)).isEqualTo("run 1");
        time.advance(RECORDS.maxStaleness().plusMillis(1));
        assertThat(run(call)).isEqualTo("run 2");
    }

    @Test
    void recordThatEndsIsNotUsedPastItsEnd() {
        OnceSettings brief =
                OnceSettings.idempotency(Duration.ofSeconds(1), Duration.ofSeconds(2), OnStoreFailure.FAIL);
        OnceCall call = call(1, 1).with(brief);
        run(call);
        time.advance(Duration.ofSeconds(3));
        assertThat(asked(() -> run(call))).isPositive();
    }

    @Test
    void recordThatWasReadBeforeADecisionIsNotKept() {
        OnceCall call = call(1, 1);
        run(elsewhere, CallStyle.STAGE, call);
        long fence = Failures.join(here.decisions().find(call.key())).fence();
        CompletableFuture<@Nullable Void> late = new CompletableFuture<>();
        store.late = late;
        var read = CallStyle.STAGE.start(here.guard(), call, () -> CompletableFuture.completedFuture("not called"));
        store.late = Counting.AT_ONCE;
        Failures.join(here.decisions().forget(call.key(), fence));
        late.complete(null);
        assertThat(Failures.join(read)).isEqualTo("run 1");
        assertThat(run(call)).isEqualTo("run 2");
    }

    @Test
    void memoryIsBounded() {
        IntStream.range(0, 1_000).forEach(number -> run(call(number, 1)));
        int asked = asked(() -> IntStream.range(0, 1_000).forEach(number -> run(call(number, 1))));
        assertThat(asked).isGreaterThan(500);
        assertThat(runs).hasValue(1_000);
    }

    @Test
    void failureIsNotKept() {
        OnceCall call = call(1, 1);
        CompletionStage<String> failed = CompletableFuture.failedFuture(new IllegalStateException("declined"));
        assertThatThrownBy(() -> Failures.join(CallStyle.STAGE.start(here.guard(), call, () -> failed)))
                .hasMessage("declined");
        Eventually.until(() -> outcomes.contains(Outcome.RELEASED));
        assertThat(run(call)).isEqualTo("run 1");
    }

    /** A store that counts the changes that it is asked for. */
    private static final class Counting extends ForwardingKvStore {

        static final CompletableFuture<@Nullable Void> AT_ONCE = CompletableFuture.completedFuture(null);

        final AtomicInteger changes = new AtomicInteger();
        volatile CompletableFuture<@Nullable Void> late = AT_ONCE;

        Counting(KvStore store) {
            super(store);
        }

        @Override
        public <R> CompletionStage<R> apply(Key key, Transition<R> transition) {
            changes.incrementAndGet();
            return super.apply(key, transition).thenCombine(late, (reply, now) -> reply);
        }
    }

    private static final class Text implements ResultFormat {

        @Override
        public byte[] encode(Object result) {
            return ((String) result).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public Object decode(byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }
}

package io.kvkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kvkit.call.Failures;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.KvException.Kind;
import io.kvkit.store.KvException.Outcome;
import io.kvkit.value.Values;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What becomes of a call when what lies beneath the store fails. */
class CasKvStoreTest {

    private static final Key KEY =
            Namespace.of("t", "kv", "raw", Retention.KEPT).key("a");
    private static final Transition<Long> INCREMENT = Values.increment(1, Ttl.NONE);
    private static final KvException LOST =
            new KvException(Kind.TRANSIENT, Outcome.UNKNOWN, "swap", KEY, "the line is cut", null);

    @Test
    void changeThatOthersAlwaysForestallFailsAndChangedNothing() {
        KvException failure = failure(new Odd(Runnable::run, null).apply(KEY, INCREMENT));
        assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
        assertThat(failure.outcome()).isEqualTo(Outcome.NOT_APPLIED);
    }

    @Test
    void failureBeneathTheStoreIsTold() {
        Odd store = new Odd(Runnable::run, LOST);
        assertThat(failure(store.set(KEY, new byte[0], Ttl.NONE))).isSameAs(LOST);
        assertThat(Failures.join(store.applyAll(Map.of(KEY, INCREMENT))).failures())
                .containsOnly(Map.entry(KEY, LOST));
    }

    @Test
    void mistakeBeneathTheStoreIsAPermanentFailure() {
        KvException failure = failure(new Odd(Runnable::run, new IllegalStateException("a mistake")).delete(KEY));
        assertThat(failure.kind()).isEqualTo(Kind.PERMANENT);
        assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(failure).hasRootCauseMessage("a mistake");
    }

    @Test
    void whateverIsThrownBeneathTheStoreEndsTheCall() {
        for (Throwable thrown : List.of(new IOException("not declared"), new AssertionError("an error"))) {
            Odd blocking = new Odd(Runnable::run, thrown);
            assertThat(failure(blocking.set(KEY, new byte[0], Ttl.NONE))).hasRootCause(thrown);
            assertThat(failure(blocking.apply(KEY, INCREMENT))).hasRootCause(thrown);
            assertThat(Failures.join(blocking.applyAll(Map.of(KEY, INCREMENT))).failures())
                    .containsOnlyKeys(KEY);
            Odd immediate = new Odd(null, thrown);
            assertThat(catchThrowableOfType(KvException.class, () -> immediate.applyNow(KEY, INCREMENT)))
                    .hasRootCause(thrown);
        }
    }

    @Test
    void workThatTheExecutorRefusesWasNotDone() {
        Odd store = new Odd(
                task -> {
                    throw new RejectedExecutionException("no more");
                },
                null);
        assertThat(failure(store.get(KEY)).kind()).isEqualTo(Kind.TRANSIENT);
        assertThat(failure(store.get(KEY)).outcome()).isEqualTo(Outcome.NOT_APPLIED);
        assertThat(Failures.join(store.mget(List.of(KEY))).failures()).containsOnlyKeys(KEY);
        StoreHealth health = Failures.join(store.health());
        assertThat(health.up()).isFalse();
        assertThat(health.details()).containsKey("error").containsEntry("type", "Odd");
    }

    @Test
    void storeWithAnExecutorAnswersNothingAtOnce() {
        Odd store = new Odd(Runnable::run, null);
        assertThat(store.getNow(KEY)).isNull();
        assertThat(store.applyNow(KEY, INCREMENT)).isNull();
        assertThat(store.capabilities()).isEmpty();
    }

    private static KvException failure(CompletionStage<?> stage) {
        return catchThrowableOfType(KvException.class, () -> Failures.join(stage));
    }

    /** A store that never exchanges anything, and throws instead if it is told to. */
    private static final class Odd extends CasKvStore<Entry> {

        private final @Nullable Throwable thrown;

        Odd(@Nullable Executor executor, @Nullable Throwable thrown) {
            super(executor);
            this.thrown = thrown;
        }

        @Override
        protected @Nullable Entry load(Key key) {
            return key.equals(KEY) ? new Entry(new byte[] {'1'}, Entry.NEVER) : null;
        }

        @Override
        protected Entry entry(Entry found) {
            return found;
        }

        @Override
        protected boolean swap(Key key, @Nullable Entry found, @Nullable Entry next) {
            if (thrown != null) {
                throw Failures.<RuntimeException>sneaky(thrown);
            }
            return false;
        }

        @Override
        protected List<String> keys(String prefix, int limit) {
            return List.of();
        }

        @Override
        public long nowMicros(Key key) {
            return 1;
        }
    }
}

package io.kvkit.recipe.once;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.LogLines;
import io.kvkit.call.PlainDriver;
import io.kvkit.codec.CodecException;
import io.kvkit.event.KvListeners;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.store.Key;
import io.kvkit.store.Namespace;
import io.kvkit.tck.FaultyKvStore;
import io.kvkit.tck.FaultyKvStore.Fault;
import io.kvkit.tck.VirtualTime;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the log says about work that runs once. */
class OnceLogTest {

    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Namespace PAYMENTS = Namespace.of("test", "idempotency", "payments", Key.Retention.KEPT);
    private static final Namespace REFUNDS = Namespace.of("test", "idempotency", "refunds", Key.Retention.KEPT);
    private static final Namespace MAIL = Namespace.of("test", "dedupe", "mail", Key.Retention.KEPT);

    private final VirtualTime time = new VirtualTime();
    private final FaultyKvStore store = new FaultyKvStore(new InMemoryKvStore(time));
    private final Once once = new Once(store, time, KvListeners.NONE);
    private final PlainDriver driver = new PlainDriver(Runnable::run);
    private final LogLines log = LogLines.of(Once.class);

    @AfterEach
    void close() {
        log.close();
    }

    private void run(OnceCall call, Runnable work) {
        try {
            driver.run(once.guard(), call, args -> {
                work.run();
                return "done";
            });
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private void runUnkept(Key key, RuntimeException failure) {
        run(payment(key, new Failing(failure)), () -> {});
    }

    private static OnceCall payment(Key key, ResultFormat format) {
        return OnceCall.of(
                key,
                new Duplicates.Replay(format),
                OnceSettings.idempotency(LEASE, Duration.ofHours(1), OnStoreFailure.FAIL));
    }

    private static OnceCall event() {
        return OnceCall.of(
                MAIL.key("1"),
                new Duplicates.Skip(() -> "duplicate"),
                OnceSettings.dedupe(LEASE, Duration.ofDays(7), InProgress.REJECT, OnStoreFailure.FAIL));
    }

    @Test
    void resultsThatAreNotRetainedAreOneLinePerOperationAndReason() {
        CodecException reason = new CodecException("Nothing is visible of", Object.class, null);
        runUnkept(PAYMENTS.key("1"), reason);
        assertThat(log.written())
                .containsExactly(
                        "WARN Results of operation payments are not retained: Nothing is visible of java.lang.Object");
        runUnkept(PAYMENTS.key("2"), reason);
        runUnkept(PAYMENTS.key("3"), reason);
        assertThat(log.written()).hasSize(1);
        runUnkept(REFUNDS.key("1"), reason);
        runUnkept(PAYMENTS.key("4"), new CodecException("Nothing can be read of", Object.class, null));
        assertThat(log.written()).hasSize(3);
    }

    @Test
    void messageOfAnApplicationsExceptionIsNotLoggedBecauseItMayContainAValue() {
        runUnkept(PAYMENTS.key("1"), new IllegalStateException("card 4711"));
        assertThat(log.written())
                .containsExactly(
                        "WARN Results of operation payments are not retained: java.lang.IllegalStateException");
    }

    private void overtaken(OnceCall call) {
        run(call, () -> {
            store.fail("renew", Fault.REQUEST_LOST);
            time.advance(LEASE);
            run(call, () -> {});
        });
    }

    @Test
    void callThatWasOvertakenIsLoggedForItsFace() {
        overtaken(payment(PAYMENTS.key("1"), new Failing(null)));
        overtaken(event());
        assertThat(log.written())
                .containsExactly(
                        "WARN A call outlived its lease and its key was taken or decided about: how it ended is not"
                                + " stored",
                        "WARN A consumer outlived its lease and its event was taken or decided about: how it ended is"
                                + " not stored");
    }

    @Test
    void successThatCouldNotBeStoredIsAnErrorForItsFace() {
        store.fail("complete", Fault.REQUEST_LOST);
        run(payment(PAYMENTS.key("1"), new Failing(null)), () -> {});
        run(event(), () -> {});
        assertThat(log.written()).isEmpty();
        time.advance(LEASE.multipliedBy(2));
        assertThat(log.written())
                .containsExactly(
                        "ERROR A call succeeded, but its result could not be stored: a repetition will run again",
                        "ERROR An event was processed, but that could not be stored: it may be processed again");
    }

    /** A format that fails, if it has a failure. */
    private record Failing(RuntimeException failure) implements ResultFormat {

        @Override
        public byte[] encode(Object result) {
            if (failure != null) {
                throw failure;
            }
            return new byte[] {1};
        }

        @Override
        public Object decode(byte[] bytes) {
            return "done";
        }
    }
}

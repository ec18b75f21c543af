package io.kvkit.recipe.once;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.call.Failures;
import io.kvkit.call.PlainDriver;
import io.kvkit.event.KvListeners;
import io.kvkit.event.OnceEvent;
import io.kvkit.event.OnceEvent.Outcome;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import io.kvkit.store.Namespace;
import io.kvkit.tck.FaultyKvStore;
import io.kvkit.tck.FaultyKvStore.Fault;
import io.kvkit.tck.VirtualTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What listeners hear of work that runs once, call by call. */
class OnceReportsTest {

    private static final Duration LEASE = Duration.ofSeconds(30);

    private static final ResultFormat TEXT = format(false);

    private final VirtualTime time = new VirtualTime();
    private final FaultyKvStore store = new FaultyKvStore(new InMemoryKvStore(time));
    private final List<Outcome> heard = new CopyOnWriteArrayList<>();
    private final Once once = new Once(store, time, KvListeners.of(event -> heard.add(((OnceEvent) event).outcome())));
    private final PlainDriver driver = new PlainDriver(Runnable::run);
    private final Key key =
            Namespace.of("test", "idempotency", "reports", Key.Retention.KEPT).key("1");

    @Test
    void firstCallAndItsReplay() throws Throwable {
        assertThat(run(payment(null), () -> "paid")).isEqualTo("paid");
        assertThat(run(payment(null), () -> "paid twice")).isEqualTo("paid");
        assertThat(heard).containsExactly(Outcome.CLAIMED, Outcome.COMPLETED, Outcome.REPLAYED);
    }

    @Test
    void eventAndItsDuplicate() throws Throwable {
        run(event(OnStoreFailure.FAIL), () -> "handled");
        assertThat(run(event(OnStoreFailure.FAIL), () -> "again")).isEqualTo("duplicate");
        assertThat(heard).containsExactly(Outcome.CLAIMED, Outcome.COMPLETED, Outcome.DUPLICATE);
    }

    @Test
    void eventByHandAndItsDuplicate() throws Throwable {
        run(event(OnStoreFailure.FAIL), () -> "handled");
        Failures.join(once.byHand().begin(event(OnStoreFailure.FAIL)));
        assertThat(heard).containsExactly(Outcome.CLAIMED, Outcome.COMPLETED, Outcome.DUPLICATE);
    }

    @Test
    void keyOfAnotherCall() throws Throwable {
        run(payment(new byte[32]), () -> "paid");
        byte[] other = new byte[32];
        other[31] = 1;
        assertThatThrownBy(() -> run(payment(other), () -> "paid")).isInstanceOf(IdempotencyKeyReusedException.class);
        assertThat(heard).endsWith(Outcome.KEY_REUSED);
    }

    @Test
    void resultThatCannotBeKeptAndTheCallThatAsksForIt() throws Throwable {
        OnceCall unkept = payment(null, format(true));
        assertThat(run(unkept, () -> "paid")).isEqualTo("paid");
        assertThatThrownBy(() -> run(unkept, () -> "paid twice"))
                .isInstanceOf(IdempotencyResultNotRetainedException.class);
        assertThat(heard)
                .containsExactly(Outcome.CLAIMED, Outcome.NOT_RETAINED, Outcome.COMPLETED, Outcome.NOT_RETAINED);
    }

    @Test
    void failedCallFreesItsKey() throws Throwable {
        assertThatThrownBy(() -> run(payment(null), () -> {
                    throw new IllegalStateException("declined");
                }))
                .hasMessage("declined");
        assertThat(run(payment(null), () -> "paid")).isEqualTo("paid");
        assertThat(heard).containsExactly(Outcome.CLAIMED, Outcome.RELEASED, Outcome.CLAIMED, Outcome.COMPLETED);
    }

    @Test
    void withoutItsStoreAPaymentStillRunsAloneInItsProcessAndAnEventDoesNot() throws Throwable {
        store.fail("claim", Fault.REQUEST_LOST);
        OnceCall payment = payment(null, TEXT, OnStoreFailure.PROCEED);
        assertThat(run(payment, () -> {
                    assertThatThrownBy(() -> run(payment, () -> "paid twice"))
                            .isInstanceOf(IdempotencyInProgressException.class);
                    return "paid";
                }))
                .isEqualTo("paid");
        OnceCall event = event(OnStoreFailure.PROCEED);
        assertThat(run(event, () -> run(event, () -> "handled twice"))).isEqualTo("handled twice");
    }

    @Test
    void callIsRefusedWithoutItsStore() {
        store.fail("claim", Fault.REQUEST_LOST);
        assertThatThrownBy(() -> run(payment(null), () -> "paid")).isInstanceOf(KvException.class);
        assertThat(heard).containsExactly(Outcome.UNAVAILABLE);
    }

    private static ResultFormat format(boolean unkept) {
        return new ResultFormat() {
            @Override
            public byte[] encode(Object result) {
                if (unkept) {
                    throw new IllegalStateException("This result cannot be kept");
                }
                return result.toString().getBytes(StandardCharsets.UTF_8);
            }

            @Override
            public Object decode(byte[] bytes) {
                return new String(bytes, StandardCharsets.UTF_8);
            }
        };
    }

    private Object run(OnceCall call, Callable<?> work) {
        try {
            return driver.run(once.guard(), call, args -> work.call());
        } catch (RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private OnceCall payment(byte[] fingerprint) {
        return payment(fingerprint, TEXT);
    }

    private OnceCall payment(byte[] fingerprint, ResultFormat format) {
        return payment(fingerprint, format, OnStoreFailure.FAIL);
    }

    private OnceCall payment(byte[] fingerprint, ResultFormat format, OnStoreFailure onStoreFailure) {
        return new OnceCall(
                key,
                fingerprint,
                new Duplicates.Replay(format),
                OnceSettings.idempotency(LEASE, Duration.ofHours(1), onStoreFailure));
    }

    private OnceCall event(OnStoreFailure onStoreFailure) {
        return OnceCall.of(
                Namespace.of("test", "dedupe", "reports", Key.Retention.KEPT).key("1"),
                new Duplicates.Skip(() -> "duplicate"),
                OnceSettings.dedupe(LEASE, Duration.ofDays(7), InProgress.REJECT, onStoreFailure));
    }
}

package io.kvkit.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.kvkit.call.CallGuard;
import io.kvkit.call.Failures;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the contracts of all recipes share: a store in virtual time that can fail, and one style of calling. */
@ExtendWith(NamesStore.class)
public abstract class RecipeContract {

    /** How long anything real may take before a test fails. */
    protected static final Duration PATIENCE = Eventually.PATIENCE;

    private static final AtomicLong IDS = new AtomicLong(System.nanoTime());

    protected final VirtualTime time = new VirtualTime();
    protected final Leftovers leftovers = new Leftovers(time);

    @SuppressWarnings("NullAway.Init")
    protected FaultyKvStore store;

    /** Opens a store whose leases follow the given time; the contract closes it. */
    protected abstract KvStore open(VirtualTime time);

    /** How guarded calls are made. */
    protected abstract CallStyle style();

    @BeforeEach
    void openStore() {
        store = new FaultyKvStore(open(time));
    }

    @AfterEach
    void closeStore() {
        try {
            store.heal();
            leftovers.end(this::settle);
        } finally {
            store.close();
        }
    }

    /** A key that no other test uses. */
    protected static Key newKey(String recipe) {
        return Namespace.of("test", recipe, "contract", Key.Retention.KEPT).key(Long.toString(IDS.incrementAndGet()));
    }

    protected final <C> CompletableFuture<@Nullable Object> start(
            CallGuard<C> guard, C call, Supplier<? extends CompletionStage<? extends @Nullable Object>> handler) {
        return leftovers.call(style().start(guard, call, leftovers.<@Nullable Object>work(handler)));
    }

    /** Makes a call and waits for its result. */
    protected final <C> @Nullable Object run(
            CallGuard<C> guard, C call, Supplier<? extends CompletionStage<? extends @Nullable Object>> handler) {
        return result(start(guard, call, handler));
    }

    /** Makes a call that must fail and waits for what it fails with. */
    protected final <C> Throwable failure(
            CallGuard<C> guard, C call, Supplier<? extends CompletionStage<? extends @Nullable Object>> handler) {
        return failure(start(guard, call, handler));
    }

    protected static <T extends @Nullable Object> T result(CompletableFuture<T> future) {
        try {
            return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw Failures.<RuntimeException>sneaky(Failures.unwrap(e));
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("No result in time", e);
        }
    }

    protected static Throwable failure(CompletableFuture<?> future) {
        Throwable failure = catchThrowable(() -> result(future));
        assertThat(failure).as("the call must fail").isNotNull();
        return failure;
    }

    /** Lets time pass in small steps, and the store answer after each of them. */
    protected final void pass(Duration total) {
        Duration step = total.dividedBy(Math.max(1, total.toSeconds()));
        for (Duration left = total; left.compareTo(Duration.ZERO) > 0; left = left.minus(step)) {
            settle();
            time.advance(left.compareTo(step) < 0 ? left : step);
        }
        settle();
    }

    /** Waits until everything that was sent before has been answered: answers come in the order of the questions. */
    protected final void settle() {
        Failures.join(store.exists(newKey("probe")));
    }
}

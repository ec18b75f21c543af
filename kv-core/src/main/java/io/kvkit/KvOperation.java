package io.kvkit;

import io.kvkit.claim.StoredEntry;
import io.kvkit.recipe.once.IdempotencyContext;
import io.kvkit.recipe.once.Reconciler;
import io.kvkit.store.KvException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one operation: those of {@code @Idempotent} methods with its name.
 *
 * <p>A controller method keeps its responses and not its return values, and a method with a {@code fingerprint} compares
 * its calls. For both, {@link #execute} fails and does no work, and only {@link #explain} works. Instances are safe for use by several threads.
 *
 * <pre>{@code
 * KvOperation<Receipt> payments = client.operation("payments", Receipt.class);
 * Receipt receipt = payments.execute(order.id(), () -> bank.pay(order)).value();
 * }</pre>
 *
 * @param <T> the type of the results
 * @since 0.1
 */
public interface KvOperation<T> {

    /**
     * Does work once per key, keeps its result, and returns it to every later call, including those of the annotation.
     *
     * @param work runs on the calling thread; if it throws an exception, the key is free again
     * @throws io.kvkit.recipe.once.IdempotencyInProgressException if another call is doing the work for this key
     * @throws IllegalStateException if the operation keeps responses or compares fingerprints
     * @throws KvException if the store fails, or if the stored result has another type
     */
    IdempotentResult<T> execute(Object key, Supplier<? extends @Nullable T> work);

    /**
     * Does work once per key, as {@link #execute} does, and gives it the context of the call: its fence, keys for other
     * systems, and steps.
     */
    IdempotentResult<T> executeWith(Object key, Function<? super IdempotencyContext, ? extends @Nullable T> work);

    /**
     * Begins a call by hand: the caller does the work, and ends it with the handle. Other calls with the key see it like any
     * other call.
     *
     * <p>It asks no reconciler: {@code onAbandoned} says what happens to a call whose process died.
     *
     * @throws io.kvkit.recipe.once.IdempotencyOutcomeUnknownException if the key is held
     * @throws io.kvkit.recipe.once.IdempotencyParkedException if the key is parked
     * @throws io.kvkit.recipe.once.IdempotencyResultNotRetainedException if the call is done and its result is not known
     * @throws IllegalStateException if the operation keeps responses or compares fingerprints
     * @throws KvException if the store fails
     */
    Begun<T> begin(Object key);

    /**
     * Begins a call by hand that is compared with earlier ones.
     *
     * @param fingerprint what the call is about, as text of any length
     * @throws io.kvkit.recipe.once.IdempotencyKeyReusedException if the key was begun with another fingerprint
     */
    Begun<T> begin(Object key, String fingerprint);

    /**
     * Returns the handle of a call that was begun elsewhere. It asks the store nothing.
     *
     * @param written the text of its handle
     * @throws IllegalArgumentException if the text is none of a handle, or that of another key
     */
    KvHandle<T> resume(Object key, String written);

    /**
     * Returns the result of a call that was completed, without claiming its key; null if there is none.
     *
     * @throws io.kvkit.recipe.once.IdempotencyResultNotRetainedException if the call is done and its result is not known
     * @throws KvException if the store fails, or if the stored result has another type
     */
    Begun.@Nullable Completed<T> get(Object key);

    /**
     * Returns the calls that ask a reconciler when they take over the key of a call whose process died. The annotation asks
     * the reconcilers that are beans.
     */
    KvOperation<T> reconciledBy(Reconciler reconciler);

    /**
     * Returns what is stored under a key, and changes nothing.
     *
     * @throws KvException if the store fails
     */
    StoredEntry explain(Object key);

    /** Returns the calls of one owner, such as a tenant: those of annotations whose {@code scope} has this value. */
    KvOperation<T> scoped(Object owner);
}

package io.kvkit;

import io.kvkit.claim.StoredEntry;
import io.kvkit.store.KvException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one operation: those of {@code @Idempotent} methods with its name. A method that handles requests keeps its
 * responses, which have no type here: its calls can be explained only.
 *
 * <pre>{@code
 * KvOperation<Receipt> payments = client.operation("payments", Receipt.class);
 * Receipt receipt = payments.execute(order.id(), () -> bank.pay(order)).value();
 * }</pre>
 *
 * @param <T> the type of the results
 */
public interface KvOperation<T> {

    /**
     * Does work once per key, keeps its result, and gives it to every later call, of the annotation too.
     *
     * @param work is done on this thread; if it throws, the key stays free
     * @throws io.kvkit.recipe.once.IdempotencyInProgressException if the work for this key is being done
     * @throws io.kvkit.recipe.once.IdempotencyKeyReusedException if the key was used for a call with a fingerprint
     * @throws KvException if the store fails, or the stored result is of another type
     */
    IdempotentResult<T> execute(Object key, Supplier<? extends @Nullable T> work);

    /**
     * Tells what is stored under a key, and changes nothing.
     *
     * @throws KvException if the store fails
     */
    StoredEntry explain(Object key);

    /** The calls of one owner, as of a tenant: those of annotations whose {@code scope} gives the same. */
    KvOperation<T> scoped(Object owner);
}

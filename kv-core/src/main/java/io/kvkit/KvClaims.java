package io.kvkit;

import io.kvkit.claim.ResolveReply;
import io.kvkit.claim.StoredClaim;
import io.kvkit.store.KvException;
import org.jspecify.annotations.Nullable;

/**
 * The records of one operation or consumer, and the decisions about them.
 *
 * <p>A decision names the fence of the attempt that it is about, as {@link #find} and the refusals of calls with held keys
 * tell it; those with parked keys do not. If the record has another fence meanwhile, or is in another state, the decision is
 * {@link ResolveReply#STALE} and changes nothing. A decision whose answer was lost can be made again and changes nothing
 * more: a second release or resolution is {@code STALE}, and a second {@link #forget} is {@link ResolveReply#MISSING}.
 * Decisions are as durable as the claims of the operation or consumer: one that {@linkplain KvException#isNotDurable is
 * not durable} in time is made, and its method fails. Methods throw a {@link KvException} if the store fails. Instances are
 * safe for use by several threads.
 *
 * @since 0.1
 */
public interface KvClaims {

    /** Returns the record of a key; null if there is none. It changes nothing. */
    @Nullable
    StoredClaim find(Object key);

    /**
     * Lets a held or parked call run again, counting from its first attempt. The steps that it has done are kept. A late
     * owner of the claim can then no longer complete it.
     */
    ResolveReply release(Object key, long fence);

    /**
     * Decides that a held or parked call has been done, with a result that is not known: calls with the key are refused as
     * not retained. An event counts as processed.
     */
    ResolveReply resolve(Object key, long fence);

    /**
     * Decides that a held or parked call has been done with this result, which calls with the key then get.
     *
     * @param type the type that the method declares, without {@code Optional}, {@code CompletionStage} or {@code Mono}
     * @throws IllegalStateException if the operation keeps responses, or if these are the events of a consumer
     */
    <T> ResolveReply resolve(Object key, long fence, Class<T> type, @Nullable T result);

    /**
     * Deletes the record, unless its call is running: the next call is the first one. A late owner is not kept out: as long
     * as no other call has begun, its result is stored.
     */
    ResolveReply forget(Object key, long fence);

    /**
     * Lets the next call or delivery run once more, although the work was done, or its attempts failed or died; unless a
     * call is running.
     */
    ResolveReply runOnceMore(Object key, long fence);

    /** Returns the records of one owner, such as a tenant: those of annotations whose {@code scope} has this value. */
    KvClaims scoped(Object owner);
}

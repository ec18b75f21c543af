package io.kvkit;

import io.kvkit.claim.ResolveReply;
import io.kvkit.claim.StoredClaim;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The non-blocking variant of {@link KvClaims}.
 *
 * <pre>{@code
 * AsyncKvClaims payments = claims.async().operation("payments");
 * payments.find("8e03978e").thenCompose(held -> payments.release("8e03978e", held.fence()));
 * }</pre>
 *
 * @since 0.1
 */
public interface AsyncKvClaims {

    /** See {@link KvClaims#find}. */
    CompletionStage<@Nullable StoredClaim> find(Object key);

    /** See {@link KvClaims#release}. */
    CompletionStage<ResolveReply> release(Object key, long fence);

    /** See {@link KvClaims#resolve(Object, long)}. */
    CompletionStage<ResolveReply> resolve(Object key, long fence);

    /** See {@link KvClaims#resolve(Object, long, Class, Object)}. The result is encoded on the calling thread. */
    <T> CompletionStage<ResolveReply> resolve(Object key, long fence, Class<T> type, @Nullable T result);

    /** See {@link KvClaims#forget}. */
    CompletionStage<ResolveReply> forget(Object key, long fence);

    /** See {@link KvClaims#runOnceMore}. */
    CompletionStage<ResolveReply> runOnceMore(Object key, long fence);

    /** See {@link KvClaims#scoped}. */
    AsyncKvClaims scoped(Object owner);
}

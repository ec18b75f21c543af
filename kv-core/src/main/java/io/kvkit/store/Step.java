package io.kvkit.store;

/**
 * What a transition does to its key, and its reply.
 *
 * <p>The step owns its byte arrays; they must not be changed.
 *
 * @since 0.1
 */
public sealed interface Step {

    /** Returns the reply: the same bytes that the transition's script returns. */
    byte[] reply();

    /** Leaves the key unchanged. */
    record Keep(byte[] reply) implements Step {}

    /**
     * Overwrites the first bytes of an existing value and sets its expiry.
     *
     * @param reply the reply
     * @param header the new first bytes, not longer than the value; empty to change the expiry only
     * @param ttl the new expiry
     * @param heldUntilMicros until when the record must not be evicted, in microseconds since the epoch; 0 for no hold
     */
    record Patch(byte[] reply, byte[] header, Ttl ttl, long heldUntilMicros) implements Step {}

    /**
     * Replaces the whole value.
     *
     * @param reply the reply
     * @param value the new value
     * @param ttl its expiry
     * @param heldUntilMicros until when the record must not be evicted, in microseconds since the epoch; 0 for no hold
     */
    record Put(byte[] reply, byte[] value, Ttl ttl, long heldUntilMicros) implements Step {}

    /** Removes the key. */
    record Delete(byte[] reply) implements Step {}
}

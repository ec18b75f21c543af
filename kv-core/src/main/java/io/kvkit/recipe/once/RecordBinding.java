package io.kvkit.recipe.once;

import io.kvkit.codec.CodecException;
import io.kvkit.codec.Compression;
import io.kvkit.codec.KvKeyring;
import io.kvkit.codec.RawCodec;
import io.kvkit.codec.ResultCodec;
import io.kvkit.codec.SealBrokenException;
import org.jspecify.annotations.Nullable;

/**
 * Binds what the record of a call keeps to the key of the record: by a checksum, or by a seal.
 *
 * @param codec writes the checksum or the seal
 * @param place what it covers besides the bytes
 * @param sealed whether it is a seal
 */
record RecordBinding(ResultCodec codec, String place, boolean sealed) {

    private static final ResultCodec OPEN = ResultCodec.of(RawCodec.BYTES, byte[].class);

    // The start of a key has no space.
    private static final String STEPS = "steps of ";

    static RecordBinding ofResult(OnceCall call) {
        return of(call.settings().keyring(), call.key().text());
    }

    static RecordBinding ofSteps(OnceCall call) {
        return of(call.settings().keyring(), STEPS + call.key().text());
    }

    private static RecordBinding of(@Nullable KvKeyring keyring, String place) {
        return keyring == null
                ? new RecordBinding(OPEN, place, false)
                : new RecordBinding(OPEN.packed(Compression.NONE, keyring), place, true);
    }

    /** Returns the form that is stored. */
    byte[] bound(byte @Nullable [] bytes) {
        return codec.encode(bytes, place);
    }

    /**
     * Returns the bytes of what is stored; null if there are none.
     *
     * @throws SealBrokenException if it must be sealed, and is not sealed by a known key for this place
     * @throws CodecException if it is damaged, or was stored in another place
     */
    byte @Nullable [] read(byte[] stored) {
        try {
            return (byte[]) codec.decode(stored, 0, stored.length, place);
        } catch (CodecException e) {
            throw sealed ? new SealBrokenException("The stored value is too short to be sealed") : e;
        }
    }
}

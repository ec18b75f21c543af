package io.kvkit.codec;

import org.jspecify.annotations.Nullable;

/**
 * Packs the bodies of payloads, and opens them.
 *
 * @param compression how bodies are compressed
 * @param seal encrypts bodies; null to secure payloads with a checksum only
 */
record Packing(Compression compression, @Nullable Seal seal) {

    static final Packing PLAIN = new Packing(Compression.NONE, null);

    /** Returns the stored form of a payload. */
    byte[] pack(Payload plain, String place) {
        Payload packed = compression == Compression.NONE ? plain : compressed(plain);
        return seal == null
                ? packed.storedWithCheck(place)
                : seal.close(packed.withFlag(Payload.SEALED), place).stored();
    }

    private Payload compressed(Payload plain) {
        if (!Compression.isWorthwhile(plain.length())) {
            return plain;
        }
        byte[] small = compression.shrink(plain.bytes());
        return small.length < plain.length() ? plain.withBody(small).withFlag(compression.flag()) : plain;
    }

    /**
     * Returns a payload with the body of its value; null if it is damaged or of another place.
     *
     * @throws SealBrokenException if it must be sealed, and is not sealed by a key of the keyring for this place
     */
    @Nullable
    Payload open(Payload stored, String place) {
        Payload opened = seal == null ? verified(stored, place) : opened(seal, stored, place);
        return opened == null || opened.compression() == 0 ? opened : decompressed(opened);
    }

    private static Payload opened(Seal seal, Payload stored, String place) {
        if (!stored.isSealed()) {
            throw new SealBrokenException("The stored value is not sealed");
        }
        return seal.open(stored, place);
    }

    private static @Nullable Payload verified(Payload stored, String place) {
        return stored.isSealed() ? null : stored.checked(place);
    }

    private static @Nullable Payload decompressed(Payload small) {
        return Compression.ofFlag(small.compression())
                .map(by -> small.withBody(by.expand(small.bytes(), small.offset(), small.length())))
                .orElse(null);
    }
}

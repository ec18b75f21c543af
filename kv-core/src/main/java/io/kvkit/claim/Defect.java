package io.kvkit.claim;

/** Why a key's content is not a record, as the scripts number it. */
enum Defect {
    NONE(0, "is a record"),
    TYPE(1, "has another type than string"),
    SHORT(2, "is too short for a record"),
    CONTENT(3, "was not written as a record");

    private static final long MAX_EXACT = 1L << 53;

    private final int code;
    private final String text;

    Defect(int code, String text) {
        this.code = code;
        this.text = text;
    }

    int code() {
        return code;
    }

    String text() {
        return text;
    }

    static Defect of(int code) {
        return switch (code) {
            case 0 -> NONE;
            case 1 -> TYPE;
            case 2 -> SHORT;
            default -> CONTENT;
        };
    }

    static Defect of(byte[] bytes) {
        if (bytes.length < ClaimRecord.HEADER_LENGTH) {
            return SHORT;
        }
        if (!isHeader(bytes)) {
            return CONTENT;
        }
        int flags = ClaimRecord.shortAt(bytes, 4);
        boolean cut = (flags & ClaimRecord.FINGERPRINT) != 0
                && bytes.length < ClaimRecord.HEADER_LENGTH + ClaimRequest.FINGERPRINT_LENGTH;
        return cut ? SHORT : NONE;
    }

    private static boolean isHeader(byte[] bytes) {
        if (ClaimRecord.shortAt(bytes, 0) != ClaimRecord.MAGIC || bytes[2] != ClaimRecord.VERSION) {
            return false;
        }
        int state = bytes[3];
        boolean valueless = (ClaimRecord.shortAt(bytes, 4) & ClaimRecord.VALUE) == 0;
        if (state < 1 || state > 5 || (state == ClaimRecord.State.DONE.code() && valueless)) {
            return false;
        }
        return isExact(bytes, 8) && isExact(bytes, 16) && isExact(bytes, 24) && isExact(bytes, 32);
    }

    // A script computes in doubles: above 2^53 the two renditions would read different numbers.
    private static boolean isExact(byte[] bytes, int offset) {
        long value = ClaimRecord.longAt(bytes, offset);
        return value >= 0 && value < MAX_EXACT;
    }
}

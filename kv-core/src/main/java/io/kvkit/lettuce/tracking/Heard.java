package io.kvkit.lettuce.tracking;

/** The moment up to which all changes have been heard of. */
record Heard(long nanos) {

    static Heard earlier(Heard one, Heard other) {
        return one.nanos - other.nanos <= 0 ? one : other;
    }

    long nanosAgo() {
        return Math.max(0, System.nanoTime() - nanos);
    }
}

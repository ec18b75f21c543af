package io.kvkit.meter;

/**
 * The numbers of a band in the scripts, for one key.
 *
 * @param cap the capacity
 * @param rate permits per microsecond
 * @param w the window in microseconds; for a bucket the time in which a full one drains
 * @param off how many microseconds the windows of this key start earlier than those of other keys
 */
record BandSettings(int id, Algorithm algorithm, double cap, double rate, double w, double off) {

    static final int BYTES = 4 + 1 + 4 * 8;

    static BandSettings of(Band band, long phase) {
        long window = band.windowMicros();
        double rate = (double) band.limit() / window;
        boolean bucket = band.algorithm() == Algorithm.TOKEN_BUCKET;
        double w = bucket ? Math.ceil(band.capacity() / rate) : window;
        double off = bucket ? 0 : phase % window;
        return new BandSettings(band.id(), band.algorithm(), band.capacity(), rate, w, off);
    }

    void write(Packed out) {
        out.putInt(id).putByte(algorithm.kind());
        out.putDouble(cap).putDouble(rate).putDouble(w).putDouble(off);
    }
}

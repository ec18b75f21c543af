package io.kvkit.meter;

/**
 * The numbers of a band in the scripts, for one key. A calendar has neither rate nor phase; instead, rate, w and off are
 * the begin, the middle and the end of two successive windows, in microseconds since 2025.
 *
 * @param cap the capacity
 * @param rate permits per microsecond
 * @param w the window in microseconds; for a bucket the time in which a full one drains
 * @param off how many microseconds the windows of this key start earlier than those of other keys
 */
record BandSettings(int id, Algorithm algorithm, double cap, double rate, double w, double off) {

    static final int BYTES = 4 + 1 + 4 * 8;

    /**
     * Returns the numbers of a band.
     *
     * @param phase the phase of the key
     * @param hintMicros about when the step will be made, in microseconds since the epoch, which only calendars need
     */
    static BandSettings of(Band band, long phase, long hintMicros) {
        CalendarWindow calendar = band.calendar();
        return calendar == null ? of(band, phase) : of(band, calendar.around(hintMicros));
    }

    private static BandSettings of(Band band, CalendarWindow.Pair windows) {
        double epoch = MeterRecord.EPOCH_MICROS;
        return new BandSettings(
                band.id(),
                band.algorithm(),
                band.capacity(),
                windows.begin() - epoch,
                windows.middle() - epoch,
                windows.end() - epoch);
    }

    private static BandSettings of(Band band, long phase) {
        long window = band.windowMicros();
        double rate = (double) band.limit() / window;
        boolean bucket = band.algorithm() == Algorithm.TOKEN_BUCKET;
        double w = bucket ? Math.ceil(band.capacity() / rate) : window;
        double off = bucket ? 0 : phase % window;
        return new BandSettings(band.id(), band.algorithm(), band.capacity(), rate, w, off);
    }

    /** Returns how many milliseconds a bucket has to be kept of which so much is used. */
    long lifeMillis(double used, double lag) {
        return (long) Math.floor((used / rate + lag) / 1_000) + 1;
    }

    boolean isCalendar() {
        return algorithm == Algorithm.CALENDAR_WINDOW;
    }

    void write(Packed out) {
        out.putInt(id).putByte(algorithm.kind());
        out.putDouble(cap).putDouble(rate).putDouble(w).putDouble(off);
    }
}

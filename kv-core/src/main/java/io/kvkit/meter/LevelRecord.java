package io.kvkit.meter;

/** The record of levels and reservations. */
final class LevelRecord {

    private LevelRecord() {}

    static byte[] bytes(BandLevel[] levels, Reservations reservations, double time) {
        int cells = reservations.cells();
        for (BandLevel level : levels) {
            cells += level.cells();
        }
        Packed value = MeterRecord.begin(cells, time);
        for (BandLevel level : levels) {
            level.write(value);
        }
        reservations.write(value);
        return value.bytes();
    }
}

package io.kvkit.meter;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.meter.CalendarWindow.Pair;
import io.kvkit.meter.CalendarWindow.Unit;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Where the windows of a calendar begin and end. */
class CalendarWindowTest {

    @ParameterizedTest
    @CsvSource({
        "MINUTE, UTC, 2026-01-31T10:20:40Z, 2026-01-31T10:20:00Z, 2026-01-31T10:21:00Z, 2026-01-31T10:22:00Z",
        "MINUTE, UTC, 2026-01-31T10:20:20Z, 2026-01-31T10:19:00Z, 2026-01-31T10:20:00Z, 2026-01-31T10:21:00Z",
        "HOUR, Asia/Kolkata, 2026-01-31T10:10:00Z, 2026-01-31T09:30:00Z, 2026-01-31T10:30:00Z, 2026-01-31T11:30:00Z",
        "MONTH, Europe/Berlin, 2026-02-05T00:00:00Z, 2025-12-31T23:00:00Z, 2026-01-31T23:00:00Z, 2026-02-28T23:00:00Z",
        "MONTH, Europe/Berlin, 2026-03-20T00:00:00Z, 2026-02-28T23:00:00Z, 2026-03-31T22:00:00Z, 2026-04-30T22:00:00Z"
    })
    void windowsOf(Unit unit, String zone, Instant time, Instant begin, Instant middle, Instant end) {
        assertThat(new CalendarWindow(unit, ZoneId.of(zone)).around(micros(time)))
                .isEqualTo(new Pair(micros(begin), micros(middle), micros(end)));
    }

    @Test
    void dayIsShorterWhereClocksGoForward() {
        Pair days = new CalendarWindow(Unit.DAY, ZoneId.of("Europe/Berlin"))
                .around(micros(Instant.parse("2026-03-29T03:00:00Z")));
        assertThat(days.end() - days.middle()).isEqualTo(23 * 3_600_000_000L);
    }

    @Test
    void hoursAgreeWhereClocksChangeByHalfAnHour() {
        CalendarWindow hours = new CalendarWindow(Unit.HOUR, ZoneId.of("Australia/Lord_Howe"));
        for (String day : List.of("2026-04-04T13:00:00Z", "2026-10-03T13:00:00Z")) {
            for (long micros = micros(Instant.parse(day)); micros < micros(Instant.parse(day)) + 6 * 3_600_000_000L; ) {
                Pair fresh = new CalendarWindow(Unit.HOUR, ZoneId.of("Australia/Lord_Howe")).around(micros);
                assertThat(current(hours.around(micros), micros))
                        .as("%s", Instant.EPOCH.plus(micros, ChronoUnit.MICROS))
                        .isEqualTo(current(fresh, micros));
                micros += 60_000_000;
            }
        }
    }

    @Test
    void dayThatHasNoMidnightBeginsAtItsFirstMoment() {
        Pair days = new CalendarWindow(Unit.DAY, ZoneId.of("America/Sao_Paulo"))
                .around(micros(Instant.parse("2018-11-04T05:00:00Z")));
        assertThat(days.middle()).isEqualTo(micros(Instant.parse("2018-11-04T03:00:00Z")));
    }

    @ParameterizedTest
    @EnumSource
    void everyTimeIsInExactlyOneWindow(Unit unit) {
        SplittableRandom random = new SplittableRandom(7);
        for (String zone : List.of("UTC", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia")) {
            CalendarWindow windows = new CalendarWindow(unit, ZoneId.of(zone));
            for (int i = 0; i < 4_000; i++) {
                long micros = random.nextLong(1_293_840_000_000_000L, 1_893_456_000_000_000L);
                Pair pair = new CalendarWindow(unit, ZoneId.of(zone)).around(micros);
                assertThat(micros).isBetween(pair.begin(), pair.end() - 1);
                assertThat(pair.begin()).isLessThan(pair.middle());
                assertThat(pair.middle()).isLessThan(pair.end());
                // The neighbors agree about the boundaries.
                Pair next = windows.around(pair.middle());
                assertThat(next.begin() == pair.middle() || next.middle() == pair.middle())
                        .isTrue();
                assertThat(windows.around(micros)).isEqualTo(pair);
            }
        }
    }

    private static List<Long> current(Pair pair, long micros) {
        return micros < pair.middle() ? List.of(pair.begin(), pair.middle()) : List.of(pair.middle(), pair.end());
    }

    private static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }
}

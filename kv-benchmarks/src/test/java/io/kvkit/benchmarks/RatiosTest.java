package io.kvkit.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.benchmarks.Ratios.Row;
import java.util.List;
import org.junit.jupiter.api.Test;

class RatiosTest {

    private final Row raw = new Row("Hits", "raw", 1, 80, 8, null);
    private final Row rawOfMany = new Row("Hits", "raw", 8, 200, 0, null);
    private final Row ours = new Row("Hits", "ours", 1, 100, 0, "raw");

    @Test
    void ratioIsOfTheSameNumberOfThreads() {
        assertThat(Ratios.table(List.of(rawOfMany, ours, raw)))
                .contains("| Hits.ours | 1 | 100 ± 0 | raw | 1.25 ± 0.13 |");
    }

    @Test
    void baselineHasNoRatio() {
        assertThat(Ratios.table(List.of(raw))).contains("| Hits.raw | 1 | 80.00 ± 8.00 |  |  |");
    }

    @Test
    void unknownErrorIsLeftOut() {
        Row once = new Row("Hits", "once", 1, 40, Double.NaN, "raw");
        assertThat(Ratios.table(List.of(raw, once))).contains("| 40.00 | raw | 0.500 |");
    }
}

package io.kvkit.lettuce;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.store.KvException;
import io.kvkit.store.KvException.Kind;
import io.kvkit.store.KvException.Outcome;
import io.lettuce.core.RedisCommandExecutionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of errors in docs/outages.md says what the store does. */
class ErrorsTableTest {

    private static final Pattern ROW =
            Pattern.compile("\\| `([A-Z]+)` \\| `([A-Z_]+)` \\| (not applied|unknown) \\| .+ \\|");
    private static final Operation WRITE = Operation.writes("set", null);

    record Row(String code, Kind kind, Outcome outcome) {}

    static List<Row> rows() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("..", "docs", "outages.md"))) {
            return lines.map(ROW::matcher)
                    .filter(Matcher::matches)
                    .map(row -> new Row(
                            row.group(1),
                            Kind.valueOf(row.group(2)),
                            row.group(3).equals("unknown") ? Outcome.UNKNOWN : Outcome.NOT_APPLIED))
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void tableAndStoreAgree(Row row) {
        KvException failure = Errors.of(WRITE, new RedisCommandExecutionException(row.code + " and a text"));
        assertThat(failure.kind()).isEqualTo(row.kind);
        assertThat(failure.outcome()).isEqualTo(row.outcome);
    }

    @Test
    void everyCodeThatTheStoreKnowsIsInTheTable() throws IOException {
        assertThat(rows()).extracting(Row::code).containsExactlyInAnyOrderElementsOf(Errors.codes());
    }
}

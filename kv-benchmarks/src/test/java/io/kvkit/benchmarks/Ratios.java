package io.kvkit.benchmarks;

import java.lang.reflect.Method;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/** A table of results, each as a multiple of the one that it is to be compared with. */
final class Ratios {

    private static final String HEAD = """
            | benchmark | threads | µs per call | beside | times as long |
            |---|---:|---:|---|---:|
            """;

    /** One benchmark: the time per call with its error, and what it is to be compared with. */
    record Row(
            String type,
            String method,
            int threads,
            double score,
            double error,
            @Nullable String against) {

        static Row of(RunResult result) {
            String name = result.getParams().getBenchmark();
            int dot = name.lastIndexOf('.');
            String method = name.substring(dot + 1);
            Result<?> primary = result.getPrimaryResult();
            return new Row(
                    name.substring(name.lastIndexOf('.', dot - 1) + 1, dot),
                    method,
                    result.getParams().getThreads(),
                    primary.getScore(),
                    primary.getScoreError(),
                    against(name.substring(0, dot), method));
        }

        boolean isBaselineOf(Row other) {
            return type.equals(other.type) && threads == other.threads && method.equals(other.against);
        }

        private static @Nullable String against(String type, String method) {
            try {
                for (Method candidate : Class.forName(type).getMethods()) {
                    Against against = candidate.getAnnotation(Against.class);
                    if (candidate.getName().equals(method) && against != null) {
                        return against.value();
                    }
                }
                return null;
            } catch (ClassNotFoundException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private Ratios() {}

    static String of(Collection<RunResult> results) {
        return table(results.stream().map(Row::of).toList());
    }

    static String table(List<Row> rows) {
        StringBuilder table = new StringBuilder(HEAD);
        for (Row row : rows) {
            table.append("| %s.%s | %d | %s | %s |%n"
                    .formatted(row.type, row.method, row.threads, number(row.score, row.error), compared(row, rows)));
        }
        return table.toString();
    }

    private static String compared(Row row, List<Row> rows) {
        return rows.stream()
                .filter(other -> other.isBaselineOf(row))
                .findFirst()
                .map(baseline -> baseline.method + " | " + ratio(row, baseline))
                .orElse(" | ");
    }

    // Both errors count: relative errors of a quotient add up by their squares.
    private static String ratio(Row row, Row baseline) {
        double ratio = row.score / baseline.score;
        return number(ratio, ratio * Math.hypot(row.error / row.score, baseline.error / baseline.score));
    }

    private static String number(double value, double error) {
        int digits = value < 1 ? 3 : value < 100 ? 2 : 0;
        String format = "%." + digits + "f";
        String text = String.format(Locale.ROOT, format, value);
        return Double.isNaN(error) ? text : text + " ± " + String.format(Locale.ROOT, format, error);
    }
}

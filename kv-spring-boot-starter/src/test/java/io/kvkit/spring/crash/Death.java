package io.kvkit.spring.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kvkit.tck.Eventually;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The death of one worker, and what becomes of the calls that it leaves behind. */
final class Death {

    /**
     * A call that stands at a point when its process dies.
     *
     * @param operation the operation
     * @param point the point where the process dies
     * @param claimed whether the record says at this point that the call is running
     */
    private record Row(String operation, String point, boolean claimed) {

        String path() {
            return "/" + operation;
        }
    }

    private static final List<Row> ROWS = List.of(
            new Row("pay", "received", false),
            new Row("pay", "begun", true),
            new Row("pay", "worked", true),
            new Row("pay", "answering", true),
            new Row("pay", "answered", false),
            new Row("steps", "between", true),
            new Row("careful", "worked", true),
            new Row("deliver", "begun", true),
            new Row("deliver", "answered", false));

    private final Witness witness;
    private final Clock clock;
    private final WorkerProcess victim;
    private final WorkerProcess other;
    private final int round;
    private final List<Long> ends = new ArrayList<>();

    Death(Witness witness, Clock clock, WorkerProcess victim, WorkerProcess other, int round) {
        this.witness = witness;
        this.clock = clock;
        this.victim = victim;
        this.other = other;
        this.round = round;
    }

    private String key(Row row) {
        return row.operation + "-" + row.point + "-" + round;
    }

    void run() throws Exception {
        for (Row row : ROWS) {
            witness.hold(victim.name(), row.point, key(row));
            victim.call(row.path(), key(row));
        }
        for (Row row : ROWS) {
            witness.await(victim.name(), row.point, key(row));
        }
        victim.process().kill();
        long death = clock.millis();
        for (Row row : ROWS) {
            long end = other.heldUntil(row.operation, key(row));
            ends.add(end);
            assertThat(end).as("%s", row).isLessThanOrEqualTo(row.claimed ? death + WorkerProcess.LEASE.toMillis() : 0);
            assertThat(end == 0).as("%s", row).isEqualTo(!row.claimed);
        }
        for (int i = 0; i < ROWS.size(); i++) {
            after(ROWS.get(i), ends.get(i));
        }
    }

    private void after(Row row, long end) {
        String key = key(row);
        HttpResponse<String> answer = repeated(row, key, end);
        switch (row.operation) {
            case "careful" -> {
                assertThat(answer.statusCode()).isEqualTo(409);
                assertThat(answer.body()).contains("idempotency-outcome-unknown");
                assertThat(witness.sights("effect", key)).hasSize(1);
            }
            case "steps" -> {
                assertThat(answer.body()).isEqualTo("charged in attempt 1");
                assertThat(witness.sights("charge", key)).hasSize(1);
                assertThat(witness.sights("mail", key)).hasSize(1);
            }
            case "deliver" -> {
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(witness.sights("effect", key)).hasSize(1);
            }
            default -> paid(row, key, answer);
        }
        assertSameAgain(row, key, answer);
    }

    private void paid(Row row, String key, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(200);
        List<Sight> effects = witness.sights("effect", key);
        boolean twice = row.point.equals("worked") || row.point.equals("answering");
        assertThat(effects).as("%s", row).hasSize(twice ? 2 : 1);
        assertThat(effects)
                .extracting(Sight::downstreamKey)
                .containsOnly(effects.get(0).downstreamKey());
        assertThat(effects).extracting(Sight::fence).isSorted().doesNotHaveDuplicates();
        Sight last = effects.get(effects.size() - 1);
        assertThat(last.attempt()).as("%s", row).isEqualTo(row.claimed ? 2 : 1);
        assertThat(answer.body()).isEqualTo(key + " by " + last.worker() + " with fence " + last.fence());
    }

    /** Repeats a call until it is answered otherwise than by a call in progress. */
    private HttpResponse<String> repeated(Row row, String key, long end) {
        return await().atMost(Eventually.PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(WorkerProcess.LEASE.dividedBy(100))
                .until(() -> again(row, key, end), answer -> !WorkerProcess.isInProgress(answer));
    }

    /** Calls again. No call is in progress after the end of its lease. */
    private HttpResponse<String> again(Row row, String key, long end) {
        long before = clock.millis();
        HttpResponse<String> answer = other.call(row.path(), key).join();
        if (WorkerProcess.isInProgress(answer)) {
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
            assertThat(before).as("%s", row).isLessThanOrEqualTo(end);
        }
        return answer;
    }

    private void assertSameAgain(Row row, String key, HttpResponse<String> answer) {
        int effects = witness.sights("effect", key).size();
        for (int i = 0; i < 2; i++) {
            HttpResponse<String> again = other.call(row.path(), key).join();
            assertThat(again.statusCode()).isEqualTo(answer.statusCode());
            assertThat(again.body()).isEqualTo(answer.body());
        }
        assertThat(witness.sights("effect", key)).hasSize(effects);
    }
}

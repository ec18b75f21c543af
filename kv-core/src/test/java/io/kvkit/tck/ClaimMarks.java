package io.kvkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.claim.ClaimReply;
import io.kvkit.claim.CompleteReply;
import io.kvkit.claim.MarkReply;
import org.junit.jupiter.api.Test;

/** What a mark is as a record of its own. */
public abstract class ClaimMarks extends ClaimGroup {

    @Test
    void keyIsMarkedOnce() {
        long now = time.micros();
        assertThat(mark(first)).isEqualTo(MarkReply.MARKED);
        assertThat(mark(first)).as("sent again").isEqualTo(MarkReply.MARKED);
        assertThat(mark(second)).isEqualTo(MarkReply.DONE);
        assertThat(record().fence()).isEqualTo(now);
        assertThat(claim(second))
                .isInstanceOfSatisfying(
                        ClaimReply.Done.class,
                        done -> assertThat(done.payload()).isEmpty());
        advance(RETENTION);
        assertThat(mark(second)).isEqualTo(MarkReply.MARKED);
        assertThat(record().fence()).isGreaterThan(now);
    }

    @Test
    void abandonedOrFailedKeyIsMarkedWithAHigherFence() {
        abandon(first);
        long fence = record().fence();
        assertThat(mark(second)).isEqualTo(MarkReply.MARKED);
        assertThat(record().fence()).isGreaterThan(fence);
        withdraw(second);
        assertThat(mark(third)).isEqualTo(MarkReply.MARKED);
        assertThat(complete(first, "late")).isEqualTo(CompleteReply.STALE);
    }
}

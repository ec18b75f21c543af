package io.kvkit.recipe.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.Failures;
import io.kvkit.call.SystemTimer;
import io.kvkit.lettuce.LettuceKvStore;
import io.kvkit.lettuce.LettuceSettings;
import io.kvkit.permit.PermitReply;
import io.kvkit.permit.Permits;
import io.kvkit.tck.Connected;
import io.kvkit.tck.Eventually;
import io.kvkit.tck.RedisServer;
import io.kvkit.tck.TestProcess;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that holds all permits is killed: each of them is free when its lease has ended, by the clock of the server,
 * and not before. {@code -Dkvkit.limits.kills=100} kills so many.
 */
@Tag("slow")
@Timeout(1_200)
class HolderCrashTest {

    private static final int KILLS = Integer.getInteger("kvkit.limits.kills", 1);
    private static final int ALL = HoldingProcess.SETTINGS.limit();

    @Test
    void permitsAreFreeWhenTheirLeasesHaveEndedAndNotBefore(@TempDir Path folder) {
        try (RedisServer server = RedisServer.start();
                SystemTimer timer = new SystemTimer("watching");
                LettuceKvStore store = new LettuceKvStore(LettuceSettings.ofUri(server.uri())
                        .timeout(Eventually.PATIENCE)
                        .build())) {
            Connected.await(store);
            Permits permits = new Permits(store, timer);
            for (int i = 0; i < KILLS; i++) {
                Path log = folder.resolve("holding" + i + ".log");
                try (TestProcess process =
                        TestProcess.java(HoldingProcess.class, List.of(server.uri()), log.toFile())) {
                    awaitRenewal(permits);
                    process.kill();
                    takeOver(permits);
                }
            }
        }
    }

    private static PermitReply peek(Permits permits) {
        return Failures.join(permits.peek(HoldingProcess.KEY, ALL));
    }

    private static long end(PermitReply reply) {
        return reply.nowMicros() + reply.endsMicros();
    }

    private static void awaitRenewal(Permits permits) {
        Eventually.until("all are held", () -> peek(permits).held() == ALL);
        long end = end(peek(permits));
        Eventually.until("a renewal", () -> {
            PermitReply reply = peek(permits);
            return reply.held() == ALL && end(reply) > end;
        });
    }

    // The reply to a refused attempt tells when the next lease ends, which no living process renews any more.
    private static void takeOver(Permits permits) {
        for (int taken = 0; taken < ALL; taken++) {
            PermitReply before = peek(permits);
            long[] ends = {before.held() == ALL ? end(before) : 0};
            Eventually.until("a permit", () -> {
                var request = HoldingProcess.SETTINGS.request();
                PermitReply reply = Failures.join(permits.acquire(HoldingProcess.KEY, request));
                assertThat(reply.held()).isLessThanOrEqualTo(ALL);
                if (!reply.done()) {
                    ends[0] = end(reply);
                    return false;
                }
                assertThat(reply.nowMicros()).isGreaterThanOrEqualTo(ends[0]);
                return true;
            });
        }
    }
}

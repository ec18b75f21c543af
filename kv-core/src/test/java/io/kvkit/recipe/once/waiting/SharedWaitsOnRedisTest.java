package io.kvkit.recipe.once.waiting;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.lettuce.LettuceKvStore;
import io.kvkit.lettuce.LettuceSettings;
import io.kvkit.store.KvStore;
import io.kvkit.tck.ClockedKvStore;
import io.kvkit.tck.Connected;
import io.kvkit.tck.TestRedis;
import io.kvkit.tck.VirtualTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SharedWaitsOnRedisTest extends SharedWaitsContract {

    @Override
    KvStore open(VirtualTime clock) {
        LettuceSettings settings = LettuceSettings.ofUri(TestRedis.uri())
                .timeout(Duration.ofSeconds(20))
                .build();
        return new ClockedKvStore(Connected.await(new LettuceKvStore(settings)), clock);
    }

    @Test
    void waitsThatEndTogetherAskTogether() {
        assertThat(questionsAtTheEndOfAThousandWaits()).isBetween(1, 10);
    }

    @Test
    void endInAnotherProcessIsSignalled() {
        var call = call();
        awaitBusy(1);
        time.advance(Duration.ofMillis(20));
        awaitLook();
        completeElsewhere();
        assertResult(call);
    }
}

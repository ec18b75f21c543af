package io.kvkit.recipe.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kvkit.store.Key;
import io.kvkit.store.Namespace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LimitModeTest {

    private static final int CLIENTS = 20_000;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 25, 50, 99, 100})
    void shareOfTheKeysIsAsWritten(int percent) {
        LimitMode mode = new LimitMode(percent);
        int enforced = 0;
        for (int i = 0; i < CLIENTS; i++) {
            enforced += mode.enforces(key("login", i)) ? 1 : 0;
        }
        assertThat(enforced * 100.0 / CLIENTS).isBetween(percent - 1.0, percent + 1.0);
    }

    @Test
    void keyThatIsRefusedStaysRefusedWhileTheShareGrows() {
        for (int i = 0; i < 500; i++) {
            boolean before = false;
            for (int percent = 0; percent <= 100; percent++) {
                boolean enforced = new LimitMode(percent).enforces(key("login", i));
                assertThat(enforced).isIn(before, true);
                before = enforced;
            }
            assertThat(before).isTrue();
        }
    }

    @Test
    void limitsWithOtherNamesChooseOtherClients() {
        LimitMode half = new LimitMode(50);
        int same = 0;
        for (int i = 0; i < CLIENTS; i++) {
            same += half.enforces(key("login", i)) == half.enforces(key("search", i)) ? 1 : 0;
        }
        assertThat(same * 100.0 / CLIENTS).isBetween(48.0, 52.0);
    }

    @Test
    void shareIsFrom0To100Percent() {
        assertThatIllegalArgumentException().isThrownBy(() -> new LimitMode(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> new LimitMode(101));
    }

    private static Key key(String limit, int client) {
        return Namespace.of("shop", "ratelimit", limit, Key.Retention.EVICTABLE).key("10.0.0." + client);
    }
}

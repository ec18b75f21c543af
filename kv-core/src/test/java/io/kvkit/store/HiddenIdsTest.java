package io.kvkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.store.Key.Retention;
import org.junit.jupiter.api.Test;

class HiddenIdsTest {

    private static final Namespace PATIENTS = Namespace.of("shop", "cache", "patients", Retention.EVICTABLE);

    @Test
    void keyShowsTheNameAndNotTheId() {
        assertThat(PATIENTS.hidden().key("ann@example.org").text())
                .matches("shop:cache:patients:sha256~[0-9a-f]{64}")
                .isEqualTo(PATIENTS.hidden().key("ann@example.org").text());
    }

    @Test
    void differentIdsAndNamespacesGiveDifferentHashes() {
        Namespace others = Namespace.of("shop", "cache", "others", Retention.EVICTABLE);
        assertThat(PATIENTS.hidden().key("1").text())
                .isNotEqualTo(PATIENTS.hidden().key("2").text());
        assertThat(hash(PATIENTS.hidden().key("1")))
                .isNotEqualTo(hash(others.hidden().key("1")));
    }

    private static String hash(Key key) {
        return key.text().substring(key.namespace().start().length());
    }
}

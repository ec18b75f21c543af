package io.kvkit.spring.autoconfigure.failure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

class KnownPropertiesTest {

    private static String mend(String name) {
        return new KnownProperties().mend(ConfigurationPropertyName.of(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sealed", "share", "tagged", "shared-prefix", "enabled"})
    void settingThatOnlyANameHasIsShownByName(String setting) {
        assertThat(mend("kv.cache.defaults." + setting))
                .isEqualTo("Only a single name can have this setting: write kv.cache.caches.*." + setting);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kv.cache.keys[2].id", "kv.cache.keys[7].secret"})
    void gapInAListIsNamed(String name) {
        assertThat(mend(name)).isEqualTo("The numbers of a list begin with [0] and have no gaps");
    }

    @ParameterizedTest
    @ValueSource(strings = {"kv.cache.keys[0].idd"})
    void typoInAListIsStillATypo(String name) {
        assertThat(mend(name)).isEqualTo("Did you mean kv.cache.keys[0].id?");
    }
}

package io.kvkit.spring.operation.key.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kvkit.recipe.Area;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

/** Keys that code passes are written as those of annotations. */
class KeyTextsTest {

    private final KeyTexts texts = new KeyTexts(new StaticListableBeanFactory());

    @Test
    void theKeyOfACacheMayHoldNothing() {
        assertThat(texts.text(Area.CACHE, List.of("a", 1))).isEqualTo("[a,1]");
        assertThat(texts.text(Area.CACHE, null)).isEqualTo("\\0");
        assertThat(texts.text(Area.CACHE, Arrays.asList("a", null))).isEqualTo("[a,\\0]");
    }

    @Test
    void theKeyOfACallIdentifiesSomething() {
        assertThat(texts.text(Area.DEDUPE, List.of("a", 1))).isEqualTo("[a,1]");
        for (Object key : new Object[] {" ", Arrays.asList("a", null)}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> texts.text(Area.IDEMPOTENCY, key))
                    .withMessage("The key, or a part of it, is null or blank and identifies nothing");
        }
    }

    @Test
    void whatHasNoTextIsRefusedWithTheRemedy() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> texts.text(Area.CACHE, new Object()))
                .withMessage("The key holds java.lang.Object, which has no text of its own. Define a KvKeyText bean"
                        + " for it");
    }
}

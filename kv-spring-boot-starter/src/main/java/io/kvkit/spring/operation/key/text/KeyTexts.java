package io.kvkit.spring.operation.key.text;

import io.kvkit.recipe.KeyWriter;
import io.kvkit.spring.KvKeyText;
import io.kvkit.spring.operation.key.text.KeyText.Nulls;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;

/** Writes keys that are passed as objects in the same way as annotations write theirs. */
public final class KeyTexts implements KeyWriter {

    private final KeyText values;
    private final KeyText identities;

    /** Creates a writer that uses the application's {@link KvKeyText} beans. */
    public KeyTexts(BeanFactory beans) {
        KeyForms forms = KeyForms.of(beans);
        this.values = new KeyText(Nulls.VALUE, forms);
        this.identities = new KeyText(Nulls.MISSING, forms);
    }

    @Override
    public String text(io.kvkit.recipe.Area area, @Nullable Object key) {
        String text = written(area == io.kvkit.recipe.Area.CACHE ? values : identities, key);
        if (text == null) {
            throw new IllegalArgumentException("The key, or a part of it, is null or blank and identifies nothing");
        }
        return text;
    }

    private static @Nullable String written(KeyText texts, @Nullable Object key) {
        try {
            return texts.of(key);
        } catch (NoKeyTextException e) {
            throw new IllegalArgumentException(
                    "The key holds " + e.getMessage() + ". Define a KvKeyText bean for it", e);
        }
    }
}

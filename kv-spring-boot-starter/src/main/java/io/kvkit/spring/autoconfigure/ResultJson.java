package io.kvkit.spring.autoconfigure;

import io.kvkit.spring.autoconfigure.data.PageModule;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.util.ClassUtils;
import tools.jackson.databind.json.JsonMapper;

/** The application's settings for JSON, and what stored results need beside them. */
final class ResultJson {

    private static final boolean HAS_PAGES =
            ClassUtils.isPresent("org.springframework.data.domain.Page", ResultJson.class.getClassLoader());

    private ResultJson() {}

    static JsonMapper of(ObjectProvider<JsonMapper> application) {
        JsonMapper mapper = application.getIfUnique(JsonMapper::shared);
        return HAS_PAGES ? Pages.in(mapper) : mapper;
    }

    // Loaded only if Spring Data is on the class path.
    private static final class Pages {

        static JsonMapper in(JsonMapper mapper) {
            return mapper.rebuild().addModule(new PageModule()).build();
        }
    }
}

package io.kvkit.spring.cached;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.kvkit.annotation.Cached;
import io.kvkit.codec.Codec;
import io.kvkit.codec.Compression;
import io.kvkit.codec.JacksonCodec;
import io.kvkit.codec.JacksonFormat;
import io.kvkit.codec.KvKeyring;
import io.kvkit.codec.RawCodec;
import io.kvkit.spring.KvConfigurationException;
import io.kvkit.spring.KvPropertyException;
import io.kvkit.spring.intercept.KeySpace;
import io.kvkit.spring.operation.Sources;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import tools.jackson.databind.json.JsonMapper;

/** How entries are stored: codecs by their names, and keys of sealed caches. */
class FormatsTest {

    static class Shop {

        @Cached(name = "text", codec = "string")
        public String text(long id) {
            return "";
        }

        @Cached(name = "mine", codec = "mine")
        public String mine(long id) {
            return "";
        }

        @Cached(name = "sealed", sealed = true)
        public String sealed(long id) {
            return "";
        }

        @Cached(name = "plain")
        public String plain(long id) {
            return "";
        }
    }

    static class NoText {

        @Cached(codec = "string")
        public Long m(long id) {
            return id;
        }
    }

    private static final Codec ONLY = new JacksonCodec();
    private static final String SECRET = Base64.getEncoder().encodeToString(new byte[KvKeyring.SECRET_BYTES]);

    private final StaticListableBeanFactory beans = new StaticListableBeanFactory();

    private CacheFormats formats(String... properties) {
        Map<String, String> all = new HashMap<>();
        for (int i = 0; i < properties.length; i += 2) {
            all.put(properties[i], properties[i + 1]);
        }
        CacheProperties bound =
                new Binder(new MapConfigurationPropertySource(all)).bindOrCreate("kv.cache", CacheProperties.class);
        return new CacheFormats(bound, new KeySpace("shop"), ONLY, JsonMapper.shared(), beans);
    }

    private CacheFormats withKeys() {
        return formats("kv.cache.keys[0].id", "one", "kv.cache.keys[0].secret", SECRET);
    }

    private static FormatSettings format(String codec) {
        return new FormatSettings(codec, Compression.NONE, false, "");
    }

    @Test
    void codecsHaveNames() {
        assertThat(FormatRules.jackson("smile")).isEqualTo(JacksonFormat.SMILE);
        assertThat(FormatRules.jackson("bytes")).isNull();
        assertThat(FormatRules.raw("bytes")).isEqualTo(RawCodec.BYTES);
        assertThat(FormatRules.raw("json")).isNull();
        beans.addBean("mine", ONLY);
        Codec other = new JacksonCodec();
        beans.addBean("other", other);
        CacheFormats formats = formats();
        assertThat(formats.codec(format(""))).isSameAs(ONLY);
        assertThat(formats.codec(format("string"))).isSameAs(RawCodec.STRING);
        assertThat(formats.codec(format("other"))).isSameAs(other);
        assertThat(formats.codec(format("json")))
                .isInstanceOf(JacksonCodec.class)
                .isNotSameAs(ONLY);
        assertThat(formats.codec(format("json"))).isSameAs(formats.codec(format("json")));
    }

    @Test
    void annotationsSayHowTheirResultsAreStored() {
        assertThat(Sources.cached(Shop.class, "text").format().codec()).isEqualTo("string");
        assertThat(Sources.cached(Shop.class, "text").format().sealed()).isFalse();
        assertThat(Sources.cached(Shop.class, "sealed").format().sealed()).isTrue();
        assertThat(Sources.cached(Shop.class, "plain").format().isPlain()).isTrue();
        assertThatExceptionOfType(KvConfigurationException.class)
                .isThrownBy(() -> Sources.plain().validate(NoText.class))
                .withMessageContaining("the method returns java.lang.Long, and not String. Use json, smile or cbor.");
    }

    @Test
    void aCodecOfTheApplicationIsABeanOfThatType() {
        CachedOperation mine = Sources.cached(Shop.class, "mine");
        assertThatExceptionOfType(KvConfigurationException.class)
                .isThrownBy(() -> formats().check(mine))
                .withMessageContaining("there is no bean of type Codec with this name");
        assertThatNoException().isThrownBy(() -> formats().check(Sources.cached(Shop.class, "text")));
        assertThatNoException().isThrownBy(() -> formats().check(Sources.cached(Shop.class, "plain")));
        beans.addBean("mine", "a text");
        assertThatExceptionOfType(KvConfigurationException.class)
                .isThrownBy(() -> formats().check(mine));
        StaticListableBeanFactory right = new StaticListableBeanFactory();
        right.addBean("mine", ONLY);
        assertThatNoException()
                .isThrownBy(() -> new CacheFormats(
                                new Binder(new MapConfigurationPropertySource(Map.of()))
                                        .bindOrCreate("kv.cache", CacheProperties.class),
                                new KeySpace("shop"),
                                ONLY,
                                JsonMapper.shared(),
                                right)
                        .check(mine));
    }

    @Test
    void aSealedCacheNeedsKeys() {
        CachedOperation sealed = Sources.cached(Shop.class, "sealed");
        assertThatExceptionOfType(KvConfigurationException.class)
                .isThrownBy(() -> formats().check(sealed))
                .withMessageContaining("there are no keys. Set kv.cache.keys");
        assertThatExceptionOfType(KvPropertyException.class)
                .isThrownBy(() -> formats("kv.cache.caches.x.sealed", "true").check())
                .withMessageContaining("kv.cache.caches.x.sealed=true, but there are no keys");
        assertThatNoException()
                .isThrownBy(() -> formats("kv.cache.caches.x.sealed", "false").check());
        assertThatIllegalStateException().isThrownBy(() -> formats().of(sealed.format()));
        assertThatNoException().isThrownBy(() -> withKeys().check(sealed));
        assertThat(withKeys().of(sealed.format())).isNotNull();
        beans.addBean(
                "keyring",
                KvKeyring.builder().key("two", new byte[KvKeyring.SECRET_BYTES]).build());
        assertThatNoException().isThrownBy(() -> formats().check(sealed));
    }

    @Test
    void cachesOfOneFormatHaveOneNamespace() {
        CacheFormats formats = formats();
        assertThat(formats.namespace("a", format("json"))).isSameAs(formats.namespace("a", format("json")));
        assertThat(formats.namespace("a", format("json")).start())
                .isNotEqualTo(formats.namespace("b", format("json")).start());
        assertThat(formats.namespace("a", new FormatSettings("json", Compression.NONE, false, "shared"))
                        .start())
                .isNotEqualTo(formats.namespace("a", format("json")).start());
    }
}

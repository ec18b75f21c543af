package io.kvkit.spring.cached;

import io.kvkit.codec.Codec;
import io.kvkit.codec.JacksonCodec;
import io.kvkit.codec.JacksonFormat;
import io.kvkit.codec.KvKeyring;
import io.kvkit.codec.RawCodec;
import io.kvkit.codec.ResultCodec;
import io.kvkit.recipe.CacheFormat;
import io.kvkit.spring.KvPropertyException;
import io.kvkit.spring.intercept.KeySpace;
import io.kvkit.spring.intercept.ResultCodecs;
import io.kvkit.spring.operation.SealingKeys;
import io.kvkit.spring.operation.type.ReturnShape;
import io.kvkit.store.Namespace;
import java.lang.reflect.Type;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import tools.jackson.databind.json.JsonMapper;

/** Finds the codecs and keys with which the entries of caches are stored. Safe for use by several threads. */
public final class CacheFormats {

    private final CacheProperties properties;
    private final KeySpace keys;
    private final Codec only;
    private final JsonMapper mapper;
    private final ListableBeanFactory beans;
    private final ConcurrentMap<String, Codec> codecs = new ConcurrentHashMap<>();
    private final ConcurrentMap<Named, Namespace> namespaces = new ConcurrentHashMap<>();
    private final SealingKeys seals;

    /**
     * Creates the formats of an application.
     *
     * @param keys the part of the store that belongs to this application
     * @param only the codec of caches that name none
     * @param mapper the settings for JSON and its binary forms
     * @param beans has the codecs and the keyring of the application
     */
    public CacheFormats(
            CacheProperties properties, KeySpace keys, Codec only, JsonMapper mapper, ListableBeanFactory beans) {
        this.properties = properties;
        this.keys = keys;
        this.only = only;
        this.mapper = mapper;
        this.beans = beans;
        this.seals = new SealingKeys("kv.cache.keys", properties.keys(), beans);
    }

    /**
     * Checks what annotations and properties need of the application.
     *
     * @throws KvPropertyException if a sealed cache has no keys
     */
    void check() {
        properties.caches().forEach((name, cache) -> {
            if (Boolean.TRUE.equals(cache.sealed())) {
                seals.require("kv.cache.caches." + name + ".sealed");
            }
        });
    }

    /**
     * Checks what a method needs of the application.
     *
     * @throws io.kvkit.spring.KvConfigurationException if its codec or the keys are missing
     */
    void check(CachedOperation operation) {
        FormatSettings format = operation.format();
        if (format.sealed()) {
            seals.require(operation.site());
        }
        String codec = format.codec();
        if (!codec.isEmpty() && builtIn(codec) == null && !isCodec(codec)) {
            throw operation
                    .site()
                    .error(
                            "codec",
                            codec,
                            "there is no bean of type Codec with this name",
                            "Write json, smile, cbor, bytes, string, or the name of a bean");
        }
    }

    private boolean isCodec(String bean) {
        return beans.containsBean(bean) && beans.isTypeMatch(bean, Codec.class);
    }

    /** Returns the codec that writes values. */
    public Codec codec(FormatSettings format) {
        return format.codec().isEmpty() ? only : codecs.computeIfAbsent(format.codec(), this::named);
    }

    private Codec named(String name) {
        Codec builtIn = builtIn(name);
        return builtIn == null ? beans.getBean(name, Codec.class) : builtIn;
    }

    private @Nullable Codec builtIn(String name) {
        RawCodec raw = FormatRules.raw(name);
        JacksonFormat jackson = FormatRules.jackson(name);
        return jackson == null ? raw : new JacksonCodec(mapper, jackson);
    }

    /** Returns how entries are stored. */
    public CacheFormat of(FormatSettings format) {
        KvKeyring keyring = format.sealed() ? seals.get() : null;
        String prefix = format.sharedPrefix();
        return new CacheFormat(codec(format), format.compression(), keyring, prefix.isEmpty() ? null : prefix);
    }

    /** Returns a codec for the results of one method, of one element if it has several. */
    ResultCodec results(CachedOperation operation) {
        ReturnShape returns = operation.returns();
        ResultCodec results = of(operation.format()).results(ResultCodecs.boxed(returns.type()), returns.optional());
        return operation.isNeverNull() ? results.neverNull() : results;
    }

    /** Returns a codec for values of a type. */
    ResultCodec results(FormatSettings format, Type type) {
        return of(format).results(ResultCodecs.boxed(type), false);
    }

    /** Returns a codec for values of one of several types; of what a codec can read again without a type if none is known. */
    ResultCodec results(FormatSettings format, List<Type> types) {
        if (types.size() < 2) {
            return results(format, types.isEmpty() ? Object.class : types.get(0));
        }
        CacheFormat several = of(format);
        return ResultCodec.of(new OneOfTypes(several.codec(), types), Object.class)
                .packed(several.compression(), several.keyring());
    }

    /**
     * Returns the type that a property declares; null if it declares none.
     *
     * @throws KvPropertyException if there is no such type
     */
    @Nullable
    Type declaredType(String cache, @Nullable String type) {
        if (type == null) {
            return null;
        }
        try {
            return DeclaredTypes.of(mapper.getTypeFactory().constructFromCanonical(type));
        } catch (IllegalArgumentException e) {
            throw new KvPropertyException(
                    "kv.cache.caches." + cache + ".type=" + type + ": there is no such type",
                    "Write a class with its package, as in com.shop.Product or java.util.List<com.shop.Product>");
        }
    }

    /** Returns the namespace of the entries of a cache. */
    Namespace namespace(String cache, FormatSettings format) {
        return namespaces.computeIfAbsent(
                new Named(cache, format), named -> of(named.format).namespace(keys.prefix(), named.cache));
    }

    private record Named(String cache, FormatSettings format) {}
}

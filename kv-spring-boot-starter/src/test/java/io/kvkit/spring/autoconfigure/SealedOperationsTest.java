package io.kvkit.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.KvClient;
import io.kvkit.annotation.Cached;
import io.kvkit.annotation.Idempotent;
import io.kvkit.codec.KvKeyring;
import io.kvkit.recipe.once.IdempotencyResultNotRetainedException;
import io.kvkit.store.KvException;
import io.kvkit.store.KvStore;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Which operations are sealed, and by which keys. */
@Tag("slow")
class SealedOperationsTest {

    private static final String OLD = secret("0123456789abcdef0123456789abcdef");
    private static final String NEW = secret("fedcba9876543210fedcba9876543210");
    private static final String[] OLD_ONLY = keys("old", OLD);
    private static final String SEALED = "kv.idempotency.operations.pay.sealed=true";

    private final ApplicationContextRunner runner = Contexts.runner()
            .withPropertyValues("kv.store=memory", "kv.key-prefix=shop")
            .withBean(Bank.class);

    static class Bank {

        private final AtomicInteger runs = new AtomicInteger();

        @Idempotent(name = "pay", key = "#id")
        public String pay(String id) {
            return "run " + runs.incrementAndGet();
        }
    }

    static class Vault {

        @Idempotent(name = "vault", key = "#id", sealed = true)
        public String open(String id) {
            return "opened";
        }
    }

    static class Patients {

        @Cached(name = "patients", key = "#id", sealed = true)
        public String patient(String id) {
            return "ill";
        }
    }

    private static String secret(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String[] keys(String... idsAndSecrets) {
        String[] properties = new String[idsAndSecrets.length];
        for (int i = 0; i < idsAndSecrets.length; i += 2) {
            properties[i] = "kv.idempotency.keys[" + i / 2 + "].id=" + idsAndSecrets[i];
            properties[i + 1] = "kv.idempotency.keys[" + i / 2 + "].secret=" + idsAndSecrets[i + 1];
        }
        return properties;
    }

    /** Runs further applications on the store of a first one, which closes it. */
    private ApplicationContextRunner on(KvStore store) {
        return Contexts.runner()
                .withPropertyValues("kv.key-prefix=shop")
                .withBean("shared", KvStore.class, () -> store, bean -> bean.setDestroyMethodName(""))
                .withBean(Bank.class);
    }

    @Test
    void oldKeyReadsUntilItIsRemovedAndOpenOperationsReadNothingSealed() {
        runner.withPropertyValues(OLD_ONLY).withPropertyValues(SEALED).run(first -> {
            assertThat(first.getBean(Bank.class).pay("1")).isEqualTo("run 1");
            KvStore store = first.getBean(KvStore.class);
            on(store)
                    .withPropertyValues(keys("new", NEW, "old", OLD))
                    .withPropertyValues(SEALED)
                    .run(context ->
                            assertThat(context.getBean(Bank.class).pay("1")).isEqualTo("run 1"));
            on(store)
                    .withPropertyValues(keys("new", NEW))
                    .withPropertyValues(SEALED)
                    .run(context -> assertThatThrownBy(
                                    () -> context.getBean(Bank.class).pay("1"))
                            .isInstanceOf(IdempotencyResultNotRetainedException.class));
            on(store)
                    .run(context -> assertThatThrownBy(
                                    () -> context.getBean(Bank.class).pay("1"))
                            .isInstanceOf(KvException.class));
        });
    }

    @Test
    void beanBeatsTheKeysOfThePropertiesAndSealsCachesToo() {
        KvKeyring keyring = KvKeyring.builder()
                .key("bean", new byte[KvKeyring.SECRET_BYTES])
                .build();
        runner.withPropertyValues(OLD_ONLY)
                .withPropertyValues(SEALED)
                .withBean(KvKeyring.class, () -> keyring)
                .withBean(Patients.class)
                .run(first -> {
                    assertThat(first.getBean(Bank.class).pay("1")).isEqualTo("run 1");
                    assertThat(first.getBean(Patients.class).patient("1")).isEqualTo("ill");
                    on(first.getBean(KvStore.class))
                            .withPropertyValues(OLD_ONLY)
                            .withPropertyValues(SEALED)
                            .run(context -> assertThatThrownBy(
                                            () -> context.getBean(Bank.class).pay("1"))
                                    .isInstanceOf(IdempotencyResultNotRetainedException.class));
                });
    }

    @Test
    void operationOfTheClientAloneIsSealed() {
        runner.withPropertyValues(OLD_ONLY)
                .withPropertyValues("kv.idempotency.operations.mails.sealed=true")
                .run(context -> {
                    KvClient client = context.getBean(KvClient.class);
                    client.operation("mails", String.class).execute("1", () -> "canary");
                    KvStore store = context.getBean(KvStore.class);
                    on(store)
                            .withPropertyValues("kv.idempotency.operations.mails.sealed=false")
                            .run(open -> assertThatThrownBy(() -> open.getBean(KvClient.class)
                                            .operation("mails", String.class)
                                            .get("1"))
                                    .isInstanceOf(KvException.class));
                    assertThat(client.operation("mails", String.class).get("1").response())
                            .isEqualTo("canary");
                });
    }

    @Test
    void propertyBeatsTheAnnotation() {
        runner.withPropertyValues("kv.idempotency.operations.vault.sealed=false")
                .withBean(Vault.class)
                .run(context ->
                        assertThat(context.getBean(Vault.class).open("1")).isEqualTo("opened"));
    }

    @Test
    void missingKeysFailTheStart() {
        assertThat(Contexts.refusal(runner, SEALED))
                .isEqualTo(
                        "kv.idempotency.operations.pay.sealed=true, but there are no keys. Set kv.idempotency.keys, or"
                                + " define a bean of type KvKeyring.");
        assertThat(Contexts.refusal(runner.withBean(Vault.class)))
                .contains("@Idempotent(sealed = \"true\") on " + Vault.class.getName() + ".open(String)")
                .contains("there are no keys. Set kv.idempotency.keys, or define a bean of type KvKeyring");
    }

    @Test
    void disabledOperationsNeedNoKeys() {
        assertThat(Contexts.refusal(runner, SEALED, "kv.idempotency.operations.pay.enabled=false"))
                .isEqualTo("started");
        ApplicationContextRunner withVault = runner.withBean(Vault.class);
        assertThat(Contexts.refusal(withVault, "kv.idempotency.operations.vault.enabled=false"))
                .isEqualTo("started");
        assertThat(Contexts.refusal(withVault, SEALED, "kv.idempotency.enabled=false"))
                .isEqualTo("started");
    }

    @Test
    void mistakesInKeysShowNoSecret() {
        for (String wrong : List.of("QUJDRA==", "top secret!")) {
            assertThat(Contexts.refusal(runner, keys("a", wrong)))
                    .startsWith("kv.idempotency.keys[0].secret ")
                    .doesNotContain(wrong);
        }
        runner.withPropertyValues(OLD_ONLY)
                .run(context -> assertThat(context.getBean(KvProperties.class).toString())
                        .contains("SealingKey[id=old]")
                        .doesNotContain(OLD));
    }
}

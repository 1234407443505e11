package dev.portside.dapr;

import dev.portside.manifest.Names;
import java.util.List;

/**
 * Short forms of the common components: what a type cannot do without is an argument, the rest is
 * set by {@link DaprComponentBuilder#metadata}. Secrets are given as keys of Secrets.
 *
 * <p>Source of the fields: the {@code metadata.yaml} of each type in dapr/components-contrib.
 */
public final class DaprComponents {

  private DaprComponents() {}

  private static DaprComponent.Builder of(String type, String name) {
    return DaprComponent.named(name, type);
  }

  /** Returns a Redis store of configuration ({@code configuration.redis}). */
  public static DaprComponent.RedisBuilder redisConfiguration(String name) {
    return new DaprComponent.RedisBuilder("configuration.redis", name);
  }

  /** Returns locks in Redis ({@code lock.redis}). */
  public static DaprComponent.RedisBuilder redisLock(String name) {
    return new DaprComponent.RedisBuilder("lock.redis", name);
  }

  /** Returns a Redis binding ({@code bindings.redis}). */
  public static DaprComponent.RedisBuilder redisBinding(String name) {
    return new DaprComponent.RedisBuilder("bindings.redis", name);
  }

  /**
   * Returns a PostgreSQL state store ({@code state.postgresql}).
   *
   * @param connection a key that holds the connection string; its host is hidden there, so tell the
   *     address by {@link DaprComponentBuilder#backend}
   */
  public static DaprComponent.Builder postgresState(String name, SecretKey connection) {
    return of("state.postgresql", name).metadata("connectionString", connection);
  }

  /**
   * Returns a PostgreSQL state store ({@code state.postgresql}) whose password alone is secret.
   *
   * @param host the server's, a Service or a name outside the cluster
   * @param port the server's, mostly 5432
   */
  public static DaprComponent.Builder postgresState(
      String name, String host, int port, String database, String user, SecretKey password) {
    return of("state.postgresql", name)
        .metadata("host", Names.text("postgres host", host))
        .metadata("port", Integer.toString(Names.port("postgres port", port)))
        .metadata("database", Names.text("database", database))
        .metadata("user", Names.text("user", user))
        .metadata("password", password);
  }

  /** Returns a MySQL state store ({@code state.mysql}); see {@link #postgresState}. */
  public static DaprComponent.Builder mysqlState(String name, SecretKey connection) {
    return of("state.mysql", name).metadata("connectionString", connection);
  }

  /**
   * Returns a MongoDB state store ({@code state.mongodb}).
   *
   * @param host {@code host:port}, several separated by commas; the port is 27017 by default
   */
  public static DaprComponent.Builder mongoState(String name, String host) {
    return of("state.mongodb", name).metadata("host", Names.text("mongodb host", host));
  }

  /**
   * Returns a Kafka broker ({@code pubsub.kafka}) without authentication.
   *
   * @param brokers each {@code host:port}
   */
  public static DaprComponent.Builder kafkaPubSub(String name, List<String> brokers) {
    return of("pubsub.kafka", name)
        .metadata("brokers", String.join(",", brokers))
        .metadata("authType", "none");
  }

  /** Returns a Kafka broker ({@code pubsub.kafka}) with SASL over TLS. */
  public static DaprComponent.Builder kafkaPubSub(
      String name, List<String> brokers, String user, SecretKey password) {
    return of("pubsub.kafka", name)
        .metadata("brokers", String.join(",", brokers))
        .metadata("authType", "password")
        .metadata("saslUsername", Names.text("kafka user", user))
        .metadata("saslPassword", password);
  }

  /**
   * Returns a RabbitMQ broker ({@code pubsub.rabbitmq}).
   *
   * @param host with its port unless it is 5672
   */
  public static DaprComponent.Builder rabbitPubSub(
      String name, String host, String user, SecretKey password) {
    return of("pubsub.rabbitmq", name)
        .metadata("hostname", Names.text("rabbitmq host", host))
        .metadata("username", Names.text("rabbitmq user", user))
        .metadata("password", password);
  }

  /**
   * Returns topics of Azure Service Bus ({@code pubsub.azure.servicebus.topics}) by the app's own
   * Azure identity.
   *
   * @param namespace the full host, such as {@code shop.servicebus.windows.net}
   */
  public static DaprComponent.Builder serviceBusPubSub(String name, String namespace) {
    return of("pubsub.azure.servicebus.topics", name)
        .metadata("namespaceName", Names.text("service bus namespace", namespace));
  }

  /** Returns topics of Azure Service Bus by a connection string. */
  public static DaprComponent.Builder serviceBusPubSub(String name, SecretKey connection) {
    return of("pubsub.azure.servicebus.topics", name).metadata("connectionString", connection);
  }

  /**
   * Returns Azure Event Hubs ({@code pubsub.azure.eventhubs}) by the app's own Azure identity.
   *
   * @param namespace the short name or the full host
   */
  public static DaprComponent.Builder eventHubsPubSub(String name, String namespace) {
    return of("pubsub.azure.eventhubs", name)
        .metadata("eventHubNamespace", Names.text("event hubs namespace", namespace));
  }

  /** Returns Azure Event Hubs by a connection string. */
  public static DaprComponent.Builder eventHubsPubSub(String name, SecretKey connection) {
    return of("pubsub.azure.eventhubs", name).metadata("connectionString", connection);
  }

  /** Returns a state store in Azure Blob Storage ({@code state.azure.blobstorage}). */
  public static DaprComponent.Builder blobState(
      String name, String account, String container, SecretKey accountKey) {
    return of("state.azure.blobstorage", name)
        .metadata("accountName", Names.text("storage account", account))
        .metadata("containerName", Names.text("container", container))
        .metadata("accountKey", accountKey);
  }

  /** Returns an Azure Cosmos DB state store ({@code state.azure.cosmosdb}). */
  public static DaprComponent.Builder cosmosState(
      String name, String url, String database, String collection, SecretKey masterKey) {
    return of("state.azure.cosmosdb", name)
        .metadata("url", Names.text("cosmos URL", url))
        .metadata("database", Names.text("database", database))
        .metadata("collection", Names.text("collection", collection))
        .metadata("masterKey", masterKey);
  }

  /** Returns a broker of AWS SNS and SQS ({@code pubsub.aws.snssqs}) by the pod's own identity. */
  public static DaprComponent.Builder snsSqsPubSub(String name, String region) {
    return of("pubsub.aws.snssqs", name).metadata("region", Names.text("region", region));
  }

  /** Returns a queue of AWS SQS as a binding ({@code bindings.aws.sqs}). */
  public static DaprComponent.Builder sqsBinding(String name, String region, String queue) {
    return of("bindings.aws.sqs", name)
        .metadata("region", Names.text("region", region))
        .metadata("queueName", Names.text("queue", queue));
  }

  /** Returns a topic of AWS SNS as a binding ({@code bindings.aws.sns}). */
  public static DaprComponent.Builder snsBinding(String name, String region, String topicArn) {
    return of("bindings.aws.sns", name)
        .metadata("region", Names.text("region", region))
        .metadata("topicArn", Names.text("topic ARN", topicArn));
  }

  /** Returns an AWS DynamoDB state store ({@code state.aws.dynamodb}) by the pod's own identity. */
  public static DaprComponent.Builder dynamoState(String name, String region, String table) {
    return of("state.aws.dynamodb", name)
        .metadata("region", Names.text("region", region))
        .metadata("table", Names.text("table", table));
  }

  /** Returns Google Cloud Pub/Sub ({@code pubsub.gcp.pubsub}) by the pod's own identity. */
  public static DaprComponent.Builder gcpPubSub(String name, String project) {
    return of("pubsub.gcp.pubsub", name).metadata("projectId", Names.text("project", project));
  }

  /**
   * Returns a NATS JetStream broker ({@code pubsub.jetstream}).
   *
   * @param url such as {@code nats://nats:4222}, several separated by commas
   */
  public static DaprComponent.Builder jetStreamPubSub(String name, String url) {
    return of("pubsub.jetstream", name).metadata("natsURL", Names.text("nats URL", url));
  }

  /**
   * Returns an MQTT 3 broker ({@code pubsub.mqtt3}).
   *
   * @param url with its port, such as {@code mqtt://mosquitto:1883}, and without a password
   */
  public static DaprComponent.Builder mqttPubSub(String name, String url) {
    return of("pubsub.mqtt3", name).metadata("url", Names.text("mqtt URL", url));
  }

  /**
   * Returns a HashiCorp Vault secret store ({@code secretstores.hashicorp.vault}).
   *
   * @param address such as {@code https://vault.vault:8200}
   * @param tokenPath the file of the token in the sidecar
   */
  public static DaprComponent.Builder vault(String name, String address, String tokenPath) {
    return of("secretstores.hashicorp.vault", name)
        .metadata("vaultAddr", Names.text("vault address", address))
        .metadata("vaultTokenMountPath", Names.text("token path", tokenPath));
  }

  /** Returns Kubernetes' Secrets as a store of that name ({@code secretstores.kubernetes}). */
  public static DaprComponent.Builder kubernetesSecrets(String name) {
    return of("secretstores.kubernetes", name);
  }

  /** Returns an HTTP service as a binding ({@code bindings.http}). */
  public static DaprComponent.Builder httpBinding(String name, String url) {
    return of("bindings.http", name).metadata("url", Names.text("URL", url));
  }

  /** Returns a mail server as a binding ({@code bindings.smtp}); Dapr knows no default port. */
  public static DaprComponent.Builder smtpBinding(String name, String host, int port) {
    return of("bindings.smtp", name)
        .metadata("host", Names.text("smtp host", host))
        .metadata("port", Integer.toString(Names.port("smtp port", port)));
  }

  /**
   * Returns a timer as a binding ({@code bindings.cron}).
   *
   * @param schedule such as {@code @every 5m}, or five or six fields of cron
   */
  public static DaprComponent.Builder cron(String name, String schedule) {
    return of("bindings.cron", name).metadata("schedule", Names.text("schedule", schedule));
  }
}

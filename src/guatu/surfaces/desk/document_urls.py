"""Which pages do papers have?"""

from django.urls import path

from guatu.surfaces.desk.views.documents import files, handing_in, papers, search

document_pages = [
    path("documents/", search.find_documents, name="documents"),
    path("documents/of/<slug:app>/<slug:model>/<int:pk>", handing_in.show_panel, name="documents_panel"),
    path("documents/of/<slug:app>/<slug:model>/<int:pk>/add", handing_in.add, name="documents_add"),
    path("documents/<int:pk>", papers.show_document, name="document"),
    path("documents/<int:pk>/compare", papers.compare, name="document_compare"),
    path("documents/<int:pk>/versions", handing_in.add_another, name="document_version"),
    path("documents/<int:pk>/describe", handing_in.change, name="document_describe"),
    path("documents/<int:pk>/withdraw", handing_in.take_back, name="document_withdraw"),
    path("documents/<int:pk>/restore", handing_in.put_back, name="document_restore"),
    path("documents/<int:pk>/<int:number>/file", files.send_file, name="document_file"),
    path("documents/<int:pk>/<int:number>/pages/<int:page>", files.send_page, name="document_page"),
    path("documents/<int:pk>/proofs/<int:seq>", files.send_proof, name="document_proof"),
]
